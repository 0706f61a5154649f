using System.Net;
using System.Net.Sockets;
using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using GrantSync.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Connections;

public sealed class ConnectionTests(TestDatabase database)
{
    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_good_connection_passes_every_step_and_suggests_plans(int version)
    {
        await using var organisation = await Organisation.Start(database, version, connect: false);
        var report = await Test(organisation);

        Assert.True(report.Works, string.Join(" | ", report.Steps.Select(s => s.Sentence)));
        Assert.Equal($"{version}.0", report.ServerVersion);
        Assert.All(report.Steps, step => Assert.True(step.Ok));
        Assert.Equal([Axis.Project, Axis.Category, Axis.Detail], report.SuggestedPlans.Select(p => p.Axis));
        Assert.NotNull(report.SuggestedPlans[0].ExistingPlanId);
        Assert.Contains(report.Companies, c => c.Name == "GrantSync Foundation");
    }

    [Theory]
    [InlineData("sync@example.org", "wrong-key", "sandbox", "User and key", "does not accept")]
    [InlineData("nobody@example.org", "sync-key", "sandbox", "User and key", "does not accept")]
    [InlineData("sync@example.org", "sync-key", "other", "Database", "no database other")]
    [InlineData("plain@example.org", "plain-key", "sandbox", "Groups", "Analytic Accounting")]
    [InlineData("admin", "admin", "sandbox", "Groups", "being an administrator is not enough")]
    public async Task The_step_that_fails_names_what_is_wrong(string user, string key, string name, string step, string words)
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var report = await organisation.Expect(new TestConnection(organisation.Sandbox.Address.ToString(), name, user, key));

        Assert.False(report.Works);
        var failed = Assert.Single(report.Steps, s => s.Ok == false);
        Assert.Equal(step, failed.Name);
        Assert.Contains(words, failed.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Steps, s => s.Sentence.Contains(key, StringComparison.Ordinal) && key.Length > 5);
        Assert.NotEmpty(await organisation.Log());
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_named()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var report = await organisation.Expect(new TestConnection($"http://127.0.0.1:{FreePort()}", "sandbox", "sync@example.org", "sync-key"));

        Assert.Equal("Address", Assert.Single(report.Steps, s => s.Ok == false).Name);
        Assert.Equal("not_sent", Assert.Single(await organisation.Log()).Outcome);
    }

    [Fact]
    public async Task An_address_that_is_no_odoo_is_named()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        organisation.Sandbox.Faults.Add(new Fault(FaultKind.Gateway) { Status = 502 });
        var report = await Test(organisation);

        Assert.Equal("Address", Assert.Single(report.Steps, s => s.Ok == false).Name);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("ftp://odoo.example.org")]
    [InlineData("https://me:secret@odoo.example.org")]
    public async Task A_bad_address_is_refused_at_its_field(string address)
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var refused = Assert.IsType<Invalid>((await organisation.Send(new TestConnection(address, "d", "u", "k"))).Refusal);
        Assert.Equal(nameof(TestConnection.Server), Assert.Single(refused.Fields).Field);
    }

    [Fact]
    public async Task What_does_not_work_is_not_saved()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        Assert.IsType<ConnectionDoesNotWork>((await organisation.Connect("wrong-key")).Refusal);
        Assert.Null(await organisation.Expect(new ReadConnection()));
    }

    [Fact]
    public async Task The_saved_key_is_sealed_and_goes_to_its_own_server_only()
    {
        await using var organisation = await Organisation.Start(database);
        var stored = await organisation.Query(db => db.Connections.SingleAsync());
        Assert.DoesNotContain("sync-key", stored.SealedKey, StringComparison.Ordinal);

        var again = await organisation.Expect(new TestConnection(organisation.Sandbox.Address.ToString(), "sandbox", "sync@example.org", null));
        Assert.True(again.Works);
        Assert.IsType<KeyIsNeeded>((await organisation.Send(new TestConnection("http://127.0.0.1:9", "sandbox", "sync@example.org", null))).Refusal);
    }

    [Fact]
    public async Task In_18_projects_belong_to_odoos_own_project_plan()
    {
        await using var organisation = await Organisation.Start(database, 18, connect: false);
        var refused = await organisation.Send(new SaveConnection(
            organisation.Sandbox.Address.ToString(),
            "sandbox",
            "sync@example.org",
            "sync-key",
            [new(Axis.Project, "Our projects", null), new(Axis.Category, "Donor budget line", null), new(Axis.Detail, "Donor budget detail", null)]));
        Assert.Contains("In Odoo 18", refused.Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_records_are_written_the_connection_cannot_move_to_another_odoo()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        await using var elsewhere = await SandboxServer.Start(new SandboxOptions());
        var refused = await organisation.Send(new SaveConnection(
            elsewhere.Address.ToString(),
            "sandbox",
            "sync@example.org",
            "sync-key",
            [new(Axis.Project, "Project", 1), new(Axis.Category, "Donor budget line", null), new(Axis.Detail, "Donor budget detail", null)]));
        Assert.IsType<Invalid>(refused.Refusal);
    }

    private static Task<ConnectionReport> Test(Organisation organisation) =>
        organisation.Expect(new TestConnection(organisation.Sandbox.Address.ToString(), "sandbox", "sync@example.org", "sync-key"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [Theory]
    [InlineData("https://relief.odoo.com", 60)]
    [InlineData("https://relief-staging.dev.ODOO.com:443", 60)]
    [InlineData("https://odoo.relief.example", null)]
    [InlineData("https://notodoo.com", null)]
    public void Odoo_Online_is_asked_sixty_times_a_minute_unless_the_admin_says_otherwise(string server, int? pace) =>
        Assert.Equal(pace, Connection.UsualPace(server));
}
