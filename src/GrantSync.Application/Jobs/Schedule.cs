using GrantSync.Application.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace GrantSync.Application.Jobs;

/// <summary>
/// Quartz, clustered in our PostgreSQL: a job's turn is taken by one node, and a node that is killed leaves its turns to the others. What
/// each run did is kept beside the jobs.
/// </summary>
internal static class Schedule
{
    public const string Name = "grantsync";

    /// <param name="services">Where the jobs are registered already.</param>
    /// <param name="runs">False on a node that serves pages only: it can read the jobs and ask for a run, and others run it.</param>
    public static void AddSchedule(this IServiceCollection services, bool runs)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                (options.InstanceName, options.GenerateInstanceId) = (Name, true);

                // a stopping node breaks its work off and waits for that only
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(10);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.UseRegisteredDataSource = true);
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = SchedulerTables.Prefix;
                    options.StoreJobDataAsStrings = true;
                    options.SchemaProvisioning = SchemaProvisioning.None;
                });
                store.UseClustering();
                store.UseExecutionHistory();
            });
        });
        services.AddQuartzExecutionHistory(history => (history.Retention, history.MaxEntriesPerJob) = (TimeSpan.FromDays(30), 200));
        if (runs)
        {
            services.AddHostedService<PlanJobs>();
            services.AddHostedService<AbandonedTurns>();
        }

        services.AddQuartzHostedService(options => (options.AutoStart, options.WaitForJobsToComplete) = (runs, true));
    }

    /// <summary>
    /// Puts the jobs of this program's version into the database; those of a newer one stay. A node that starts while its database is away
    /// waits for it.
    /// </summary>
    private sealed class PlanJobs(ISchedulerFactory schedulers, IEnumerable<Job> jobs, TimeProvider time, ILogger<PlanJobs> log) : BackgroundService
    {
        private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await Plan(await schedulers.GetScheduler(stoppingToken), stoppingToken);
                    return;
                }
                catch (Exception failed) when (DatabaseTrouble.Is(failed))
                {
                    log.LogWarning(failed, "The database cannot be reached; timed work is not planned yet");
                    await Task.Delay(TryAgain, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }

        private async Task Plan(IScheduler scheduler, CancellationToken cancellationToken)
        {
            foreach (var job in jobs)
            {
                var trigger = TriggerBuilder.Create().WithIdentity(job.Name).ForJob(job.Name)
                    .WithSimpleSchedule(schedule => schedule.WithInterval(job.Every).RepeatForever()).Build();
                var stored = await scheduler.GetTrigger(trigger.Key, cancellationToken);
                if (stored is ISimpleTrigger same && same.RepeatInterval == job.Every)
                {
                    // a restart must not bring a daily job's turn forward
                    continue;
                }

                var detail = JobBuilder.Create<TimedWorkJob>().WithIdentity(job.Name).StoreDurably().Build();
                await scheduler.ScheduleJob(detail, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
            }
        }
    }
}
