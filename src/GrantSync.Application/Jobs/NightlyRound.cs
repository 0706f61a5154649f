using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Jobs;

/// <summary>
/// Takes every tenant whose night has come, one after the other: nothing waits for the night's work, and a sync that comes early has the
/// machine to itself. A tenant is claimed by moving its time, so that two rounds beside each other never do one twice.
/// </summary>
internal sealed class NightlyRound(IServiceScopeFactory scopes, Nights nights, TimeProvider time, ILogger<NightlyRound> log)
{
    /// <param name="work">Whose times are looked at.</param>
    /// <param name="all">Takes tenants whose time has not come too.</param>
    /// <param name="one">Does one tenant, in a scope of its own; false when its Odoo could not be read, which is tried again the same night.</param>
    /// <param name="cancellationToken">Stops between two tenants, or within one.</param>
    /// <returns>What was done, for the jobs page.</returns>
    public async Task<string> Run(NightlyWork work, bool all, Func<IServiceProvider, Connection, Task<bool>> one, CancellationToken cancellationToken)
    {
        if (all)
        {
            await MakeDue(work, cancellationToken);
        }

        var (done, away, failed) = (0, 0, 0);
        while (await Claim(work, cancellationToken) is { } tenant)
        {
            try
            {
                if (await Take(work, tenant, one, cancellationToken))
                {
                    done++;
                }
                else
                {
                    away++;
                }
            }
            catch (Exception bug) when (bug is not OperationCanceledException && !DatabaseTrouble.Is(bug))
            {
                // the others have their night all the same
                log.LogError(bug, "The nightly {Work} of {Tenant} failed inside GrantSync", work, tenant);
                failed++;
            }
        }

        var said = (done, away) == (0, 0) ? "Nobody was due" : $"{done} done, {away} without an answer from Odoo";
        return failed == 0 ? said : throw new InvalidOperationException($"{failed} failed inside GrantSync: see the program's log. {said}.");
    }

    private async Task<bool> Take(NightlyWork work, string tenant, Func<IServiceProvider, Connection, Task<bool>> one, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(tenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        if (connection is null || !await one(scope.ServiceProvider, connection))
        {
            return false;
        }

        var next = nights.Next(tenant, work, time.GetUtcNow());
        await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => EF.Property<DateTimeOffset>(c, Turn(work)), next), cancellationToken);
        return true;
    }

    private async Task<string?> Claim(NightlyWork work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        while (true)
        {
            var now = time.GetUtcNow();
            var due = db.Connections.Where(c => EF.Property<DateTimeOffset>(c, Turn(work)) <= now);
            var tenant = await due.OrderBy(c => EF.Property<DateTimeOffset>(c, Turn(work))).Select(c => c.TenantId).FirstOrDefaultAsync(cancellationToken);

            // claimed for a while only: should this node be killed, another takes the tenant up in the same night
            if (tenant is null || await due.Where(c => c.TenantId == tenant).ExecuteUpdateAsync(
                set => set.SetProperty(c => EF.Property<DateTimeOffset>(c, Turn(work)), now + nights.TryAgain), cancellationToken) == 1)
            {
                return tenant;
            }
        }
    }

    private async Task MakeDue(NightlyWork work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        await db.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => EF.Property<DateTimeOffset>(c, Turn(work)), time.GetUtcNow()), cancellationToken);
    }

    private static string Turn(NightlyWork work) => work == NightlyWork.Drift ? nameof(Connection.NextDriftAt) : nameof(Connection.NextActualsAt);
}
