using GrantSync.Application.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Jobs;

/// <summary>A turn that nobody has comes back, and none that somebody has.</summary>
public sealed class AbandonedTurnsTests(TestDatabase database)
{
    private const string Living = "living", Gone = "gone";

    [Fact]
    public async Task Only_jobs_that_no_living_node_runs_come_round_again()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var (now, old) = (organisation.Clock.GetUtcNow().UtcTicks, organisation.Clock.GetUtcNow().AddMinutes(-2).UtcTicks);
        await organisation.Query(db => db.Database.ExecuteSqlAsync(
            $"""
            insert into quartz.qrtz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval) values ({Schedule.Name}, {Living}, {now}, 7500);
            insert into quartz.qrtz_job_details (sched_name, job_name, job_group, job_class_name, is_durable, is_nonconcurrent, is_update_data, requests_recovery)
                select {Schedule.Name}, job, 'DEFAULT', 'none', true, true, false, false from unnest(array['nobody', 'runs', 'died', 'woke', 'by-hand', 'taken', 'taken-by-nobody', 'waits']) as job;
            insert into quartz.qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, trigger_state, trigger_type, start_time, preferred_node_auto)
                select sched_name, job_name, 'DEFAULT', job_name, 'DEFAULT', case when job_name like 'taken%' then 'ACQUIRED' when job_name = 'waits' then 'WAITING' else 'BLOCKED' end, 'SIMPLE', 0, false
                from quartz.qrtz_job_details;
            insert into quartz.qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, job_name, job_group, instance_name, fired_time, sched_time, priority, state, is_nonconcurrent) values
                ({Schedule.Name}, '1', 'runs', 'DEFAULT', 'runs', 'DEFAULT', {Living}, {old}, {old}, 5, 'EXECUTING', true),
                ({Schedule.Name}, '2', 'died', 'DEFAULT', 'died', 'DEFAULT', {Gone}, {old}, {old}, 5, 'EXECUTING', true),
                ({Schedule.Name}, '3', 'woke', 'DEFAULT', 'woke', 'DEFAULT', {Gone}, {now}, {now}, 5, 'EXECUTING', true),
                ({Schedule.Name}, '4', 'asked-for', 'DEFAULT', 'by-hand', 'DEFAULT', {Living}, {old}, {old}, 5, 'EXECUTING', true),
                ({Schedule.Name}, '5', 'taken', 'DEFAULT', null, null, {Living}, {old}, {old}, 5, 'ACQUIRED', false);
            """));

        Assert.Equal(3, await organisation.AbandonedTurns.Free(CancellationToken.None));
        Assert.Equal(0, await organisation.AbandonedTurns.Free(CancellationToken.None));

        Assert.Equal(
            ["by-hand BLOCKED", "died WAITING", "nobody WAITING", "runs BLOCKED", "taken ACQUIRED", "taken-by-nobody WAITING", "waits WAITING", "woke BLOCKED"],
            await organisation.Query(db => db.Database.SqlQuery<string>($"""select trigger_name || ' ' || trigger_state as "Value" from quartz.qrtz_triggers order by trigger_name""").ToListAsync()));
        Assert.Equal(
            ["1", "3", "4", "5"],
            await organisation.Query(db => db.Database.SqlQuery<string>($"""select entry_id as "Value" from quartz.qrtz_fired_triggers order by entry_id""").ToListAsync()));
    }
}
