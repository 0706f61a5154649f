using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Jobs;

/// <summary>
/// Gives turns back that nobody has. Quartz hands on the turns of a node that has stood still for long, and deletes what it kept of them.
/// Should that node wake, go on with such a turn and die in it, the job would stay blocked for ever: Quartz comes back to a blocked job only by
/// what it kept of its runs, and to runs without a node only when a node starts.
/// </summary>
public sealed class AbandonedTurns(IServiceScopeFactory scopes, TimeProvider time, ILogger<AbandonedTurns> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>One look; answers how many jobs have their turns again.</summary>
    public async Task<int> Free(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AsTheProgram(Caller.EveryTenant);
        var db = scope.ServiceProvider.GetRequiredService<GrantSyncDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // under this lock Quartz hands turns out. A node that has just woken is to check in first
        await db.Database.ExecuteSqlAsync($"select from quartz.qrtz_locks where sched_name = {Schedule.Name} and lock_name = 'TRIGGER_ACCESS' for update", cancellationToken);
        var before = (time.GetUtcNow() - Look).UtcTicks;
        var freed = await db.Database.SqlQuery<string>(
            $"""
            with nobodys as (
                delete from quartz.qrtz_fired_triggers f where f.sched_name = {Schedule.Name} and f.fired_time < {before}
                    and not exists (select from quartz.qrtz_scheduler_state s where s.sched_name = f.sched_name and s.instance_name = f.instance_name)
                returning f.entry_id)
            update quartz.qrtz_triggers t set trigger_state = 'WAITING'
            where t.sched_name = {Schedule.Name} and t.trigger_state in ('BLOCKED', 'ACQUIRED') and not exists (
                select from quartz.qrtz_fired_triggers f
                where f.sched_name = t.sched_name and (f.trigger_name = t.trigger_name or f.job_name = t.job_name) and f.entry_id not in (select entry_id from nobodys))
            returning t.trigger_name as "Value"
            """).ToListAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (freed.Count > 0)
        {
            log.LogWarning("The jobs {Jobs} were kept by a node that is gone, and come round again", string.Join(", ", freed));
        }

        return freed.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new Rounds(time, Look, Free, "whether jobs hang on a node that is gone is not known", log).Go(stoppingToken);
}
