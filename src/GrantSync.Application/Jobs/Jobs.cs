using GrantSync.Application.Pipeline;
using MediatR;
using Quartz;
using Quartz.Extensibility;

namespace GrantSync.Application.Jobs;

/// <summary>The jobs of this installation: when each ran last and how that went, and when it runs next.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record ListJobs : IQuery<IReadOnlyList<JobNow>>;

/// <param name="Name">The job's id.</param>
/// <param name="Words">What it does.</param>
/// <param name="Every">Time between two runs.</param>
/// <param name="NextAt">UTC; null when no node has planned it yet.</param>
/// <param name="RunningSince">Null when it is not running.</param>
/// <param name="LastAt">When the last run began; null before the first.</param>
/// <param name="LastTook">How long the last run took.</param>
/// <param name="LastEnd">How the last run ended; null before the first.</param>
/// <param name="LastSaid">What it did, or why it did not.</param>
/// <param name="LastNode">The node that ran it.</param>
/// <param name="FailuresInARow">Turns in a row that failed, with all that was tried again in them.</param>
public sealed record JobNow(
    string Name,
    string Words,
    TimeSpan Every,
    DateTimeOffset? NextAt,
    DateTimeOffset? RunningSince,
    DateTimeOffset? LastAt,
    TimeSpan? LastTook,
    JobEnd? LastEnd,
    string? LastSaid,
    string? LastNode,
    int FailuresInARow);

/// <summary>How a run of a job ended.</summary>
public enum JobEnd
{
    Done,
    Failed,

    /// <summary>Its node stopped.</summary>
    BrokenOff,
}

/// <summary>Runs a job now, for every tenant, due or not. Support only: it is work for the Odoo of each.</summary>
[Allow(Role.Support)]
public sealed record RunJobNow(string Name) : IQuery<Done>;

internal sealed class JobsHandlers(ISchedulerFactory schedulers, IExecutionHistoryStore history, IEnumerable<Job> jobs)
    : IRequestHandler<ListJobs, Result<IReadOnlyList<JobNow>>>, IRequestHandler<RunJobNow, Result<Done>>
{
    public async Task<Result<IReadOnlyList<JobNow>>> Handle(ListJobs request, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var running = (await scheduler.QueryFireInstances(new FireInstanceQuery(), cancellationToken)).Items.ToLookup(f => f.JobKey?.Name);
        var now = new List<JobNow>();
        foreach (var job in jobs.OrderBy(j => j.Name, StringComparer.Ordinal))
        {
            var trigger = await scheduler.GetTrigger(new TriggerKey(job.Name), cancellationToken);
            var last = await history.GetJobRunStatus(Schedule.Name, new JobKey(job.Name), cancellationToken);
            JobEnd? end = last?.LastResult switch
            {
                null => null,
                JobRunResult.Failed => JobEnd.Failed,
                JobRunResult.Cancelled => JobEnd.BrokenOff,
                _ => JobEnd.Done,
            };
            now.Add(new JobNow(
                job.Name,
                job.Words,
                job.Every,
                trigger?.NextFireTimeUtc,
                running[job.Name].Select(f => (DateTimeOffset?)f.FireTimeUtc).FirstOrDefault(),
                last?.LastFiredAtUtc,
                last?.LastDuration,
                end,
                end switch
                {
                    JobEnd.Failed => last!.LastFailureMessage,
                    JobEnd.BrokenOff => "The node stopped. The job goes on at its next turn.",
                    _ => last?.LastSummary,
                },
                last?.LastSchedulerInstanceId,
                last?.ConsecutiveFailures ?? 0));
        }

        return now;
    }

    public async Task<Result<Done>> Handle(RunJobNow request, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (!jobs.Any(job => job.Name == request.Name) || !await scheduler.Exists(new JobKey(request.Name), cancellationToken))
        {
            return new NotFound("There is no such job, or no worker has started yet.");
        }

        await scheduler.TriggerJob(new JobKey(request.Name), new JobDataMap { [TimedWorkJob.All] = "true" }, cancellationToken);
        return Done.Instance;
    }
}
