using System.Globalization;
using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using GrantSync.Sandbox;

namespace GrantSync.Application.Tests.Actuals;

/// <summary>A synced organisation whose bookkeeper posts bills in Odoo.</summary>
internal sealed class Books(Organisation organisation) : IAsyncDisposable
{
    public Organisation Organisation { get; } = organisation;

    public SandboxOdoo Odoo => Organisation.Sandbox.Odoo;

    public static async Task<Books> Start(TestDatabase database, int version = 18)
    {
        var organisation = await Organisation.Start(database, version);
        await organisation.Sync();
        return new Books(organisation);
    }

    public async Task<CategoryView> Category(int index = 0) => (await Organisation.Budget()).Categories[index];

    public async Task<int> Project() => (await Organisation.Budget()).Projects[0].Account.OdooId!.Value;

    /// <summary>A bill on our accounts, by their Odoo ids.</summary>
    public int Bill(double amount, string date, double paid, params int[] accounts) => Odoo.Post(new SandboxBill(
        $"Bill of {amount}", amount, new Dictionary<string, double> { [string.Join(',', accounts.Select(a => a.ToString(CultureInfo.InvariantCulture)))] = 100 })
    {
        Date = date,
        Paid = paid,
        Reference = "INV-7",
    });

    public async Task<ActualsReport> Read()
    {
        Organisation.Clock.Advance(TimeSpan.FromMinutes(1));
        return await Organisation.Expect(new RefreshActuals());
    }

    public async Task<ActualsView> View()
    {
        Assert.Null((await Read()).Problem);
        return await Shown();
    }

    public Task<ActualsView> Shown() => Organisation.Expect(new ReadActuals(Organisation.GrantId));

    public ValueTask DisposeAsync() => Organisation.DisposeAsync();
}
