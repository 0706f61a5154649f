using Bogus;
using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Donors;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.Templates;
using GrantSync.Application.Tenants;
using GrantSync.Application.Units;
using GrantSync.Application.Users;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Web.Demo;

/// <summary>
/// One invented organisation with grants as real ones look, the same on every machine (fixed seed). It is put in through the use cases that
/// people use, and connected to the sandbox Odoo.
/// </summary>
public sealed class DemoOrganisation(IServiceScopeFactory scopes, TimeProvider time)
{
    public const string Tenant = "horizon";
    private const int Seed = 20261;

    /// <summary>Puts the organisation in, unless it is there already; answers whether it did.</summary>
    public async Task<bool> PutIn(Uri odoo, string database, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var admin = await People(cancellationToken);
        if (admin is null)
        {
            await FollowTheSandbox(odoo, cancellationToken);
            return false;
        }

        progress.Report("Connecting Horizon Relief to the sandbox Odoo");
        var send = new Sender(scopes, admin);
        await Connect(send, odoo, database);
        await Structure(send);
        var grants = new DemoGrants(new Randomizer(Seed)).All();
        foreach (var (grant, number) in grants.Select((grant, index) => (grant, index + 1)))
        {
            progress.Report($"Putting in grant {number} of {grants.Count}: {grant.Title}");
            var id = await PutIn(send, grant);

            // the first is in Odoo already, so that the states and the log have something to show
            if (number == 1)
            {
                await send.Expect(new SyncGrant(id));
            }
        }

        return true;
    }

    /// <summary>The tenant and its people; null when they are there already.</summary>
    private async Task<User?> People(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var hasher = scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>();
        if (await db.Tenants.AnyAsync(t => t.Id == Tenant, cancellationToken))
        {
            return null;
        }

        db.Tenants.Add(new Tenant { Id = Tenant, Name = "Horizon Relief", CreatedAt = time.GetUtcNow(), LineCodePattern = "{grant}-{category}/{line}" });
        db.Tenants.Add(new Tenant { Id = Application.Tenants.Tenant.Operator, Name = "GrantSync support", CreatedAt = time.GetUtcNow() });
        foreach (var signIn in DemoSignIn.All)
        {
            var user = new User
            {
                TenantId = signIn.Role == Role.Support ? Application.Tenants.Tenant.Operator : Tenant,
                Email = signIn.Email,
                Name = signIn.Name,
                Role = signIn.Role,
            };
            user.PasswordHash = hasher.HashPassword(user, DemoSignIn.Password);
            db.Users.Add(user);
        }

        await db.SaveChangesAsync(cancellationToken);
        return await db.Users.SingleAsync(u => u.TenantId == Tenant && u.Role == Role.Admin, cancellationToken);
    }

    private static async Task Connect(Sender send, Uri odoo, string database)
    {
        const string user = "sync@example.org";
        const string key = "sync-key";
        var report = await send.Expect(new TestConnection(odoo.ToString(), database, user, key));
        await send.Expect(new SaveConnection(odoo.ToString(), database, user, key, report.SuggestedPlans, FarSideLimitSeconds: 10));
    }

    /// <summary>The same sandbox may listen on another port than last time. People cannot move a connection like this; only the demo does.</summary>
    private async Task FollowTheSandbox(Uri odoo, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Tenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var server = odoo.ToString().TrimEnd('/');
        await db.Connections.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Server, server).SetProperty(c => c.NextPingAt, time.GetUtcNow()), cancellationToken);
    }

    private static async Task Structure(Sender send)
    {
        foreach (var (name, country, company, companyName) in DemoGrants.Units)
        {
            await send.Expect(new SaveUnit(null, name, country, company, companyName));
        }

        foreach (var (name, code) in DemoGrants.Donors)
        {
            await send.Expect(new SaveDonor(null, name, code));
        }

        foreach (var (name, categories) in DemoGrants.Templates)
        {
            await send.Expect(new CreateTemplate(name, [.. categories.Select(c => new NewCategory(c.Code, c.Name, IsIndirect: c.Name is "Indirect costs" or "Overhead"))]));
        }
    }

    private static async Task<long> PutIn(Sender send, DemoGrant grant)
    {
        var unit = (await send.Expect(new ListUnits())).Single(u => u.CountryCode == grant.Country);
        var donor = (await send.Expect(new ListDonors())).Single(d => d.Code == grant.Donor);
        var template = (await send.Expect(new ListTemplates())).Single(t => t.Name == grant.Template);
        var id = await send.Expect(new CreateGrant(unit.Id, donor.Id, template.Id, grant.Title, grant.Code, grant.Currency, grant.StartsOn, grant.EndsOn));
        var budget = await send.Expect(new ReadBudget(id));
        await send.Expect(new EditBudget(id, [.. grant.Lines.Select((line, position) => new LineEdit
        {
            CategoryId = budget.Categories.Single(c => c.Code == line.Category).Id,
            Code = line.Code,
            Description = line.Description,
            Units = line.Units,
            UnitName = line.UnitName,
            UnitValue = line.UnitValue,
            Position = position,
        })]));
        return id;
    }

    /// <summary>Sends use cases as one user, each in a scope of its own as a web request would; the demo's own data is never refused.</summary>
    private sealed class Sender(IServiceScopeFactory scopes, User admin)
    {
        public async Task<T> Expect<T>(IRequest<Result<T>> request)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().Is(admin.Id, admin.Name, admin.Role, Tenant);
            var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
            return result.IsRefused ? throw new InvalidOperationException($"The demo's {request.GetType().Name} was refused: {result.Refusal!.Sentence}") : result.Value;
        }
    }
}
