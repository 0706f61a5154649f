using GrantSync.Application.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace GrantSync.Application.Jobs;

/// <summary>
/// What Quartz runs: finds the work by the job's name. A failure is logged once and kept as the run's end. A job that seldom comes round is tried
/// again after ten minutes, three times; the next turn comes all the same.
/// </summary>
[DisallowConcurrentExecution]
[RetryPolicy(3, "00:10:00")]
internal sealed class TimedWorkJob(IEnumerable<Job> jobs, IServiceProvider services, ILogger<TimedWorkJob> log) : IJob
{
    /// <summary>In the data of a run that a person asked for.</summary>
    public const string All = "all";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var name = context.JobDetail.Key.Name;
        if (jobs.SingleOrDefault(job => job.Name == name) is not { } job)
        {
            context.Result = new JobRunReport { Summary = "Left to a newer version of GrantSync" };
            return;
        }

        try
        {
            var work = (ITimedWork)services.GetRequiredService(job.Work);
            context.Result = new JobRunReport { Summary = await work.Run(context.MergedJobDataMap.ContainsKey(All), cancellationToken) };
        }
        catch (Exception failed) when (DatabaseTrouble.Is(failed))
        {
            log.LogWarning(failed, "The database cannot be reached; the job {Job} was broken off until its next turn", name);
            throw new JobExecutionException("The database could not be reached, or broke off.", failed);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            log.LogError(failed, "The job {Job} failed", name);
            throw new JobExecutionException(failed);
        }
    }
}
