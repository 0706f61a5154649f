using GrantSync.Application.Budgets;
using GrantSync.Application.Drift;
using GrantSync.Sandbox;

namespace GrantSync.Application.Tests.Drift;

/// <summary>A synced organisation whose bookkeeper changes things in Odoo.</summary>
internal sealed class Bookkeeper(Organisation organisation) : IAsyncDisposable
{
    public const string Account = "account.analytic.account", Project = "project.project", Plan = "account.analytic.plan";

    public Organisation Organisation { get; } = organisation;

    public SandboxOdoo Odoo => Organisation.Sandbox.Odoo;

    public static async Task<Bookkeeper> Start(TestDatabase database, int version = 18, int lines = 3)
    {
        var organisation = await Organisation.Start(database, version, lines);
        await organisation.Sync();
        return new Bookkeeper(organisation);
    }

    public void Change(string model, int id, string field, object? value) => Odoo.Edit(model, id, new Dictionary<string, object?> { [field] = value });

    public async Task<LineView> Line(int index = 0) => (await Organisation.Budget()).Categories.SelectMany(c => c.Lines).OrderBy(l => l.Id).ElementAt(index);

    public async Task<ProjectView> TheProject() => (await Organisation.Budget()).Projects.Single();

    public object? Held(string model, int id, string field) => Odoo.Find(model, id)!.Values.GetValueOrDefault(field);

    public async Task<DriftReport> Check()
    {
        Organisation.Clock.Advance(TimeSpan.FromMinutes(1));
        var report = await Organisation.Expect(new CheckDrift());
        Assert.Null(report.Problem);
        return report;
    }

    /// <summary>What waits for a decision after a comparison.</summary>
    public async Task<IReadOnlyList<DriftItem>> Found()
    {
        await Check();
        return await Open();
    }

    public async Task<IReadOnlyList<DriftItem>> Open() => [.. (await Organisation.Expect(new ReadDrift())).Open.SelectMany(r => r.Findings)];

    public async Task<IReadOnlyList<DriftItem>> History() => (await Organisation.Expect(new ReadDrift())).Decided;

    public Task<DriftDecided> Keep(params DriftItem[] findings) => Organisation.Expect(new DecideDrift([.. findings.Select(f => f.Id)], DriftDecision.KeepOdoo));

    public async Task<DriftDecided> Write(params DriftItem[] findings)
    {
        var decided = await Organisation.Expect(new DecideDrift([.. findings.Select(f => f.Id)], DriftDecision.WriteOurs));
        await Organisation.Settle();
        return decided;
    }

    public async Task Edit(LineView line, string description)
    {
        var now = (await Organisation.Budget()).Categories.SelectMany(c => c.Lines).Single(l => l.Id == line.Id);
        await Organisation.Expect(new EditBudget(Organisation.GrantId, [Sync.PushTests.Edit(now) with { Description = description }]));
    }

    public int Writes() => Odoo.Calls.Count(c => c.Method == "load");

    public ValueTask DisposeAsync() => Organisation.DisposeAsync();
}
