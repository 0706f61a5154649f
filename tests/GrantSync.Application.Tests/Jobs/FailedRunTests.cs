using System.Diagnostics;
using GrantSync.Application.Jobs;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace GrantSync.Application.Tests.Jobs;

/// <summary>A real schedule with work that fails, and work that does not come to an end.</summary>
public sealed class FailedRunTests(TestDatabase database) : IDisposable
{
    private readonly string keys = Directory.CreateTempSubdirectory("grantsync-keys-").FullName;
    private string? copy;

    [Fact]
    public async Task A_job_that_seldom_comes_round_says_why_it_failed_and_is_tried_again_soon()
    {
        using var host = await Start(services => services.AddTimedWork<Fails>("fails", "Fails.", TimeSpan.FromDays(1)));
        var job = await Until(host, "fails", job => job.LastEnd is not null && job.NextAt < DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal((JobEnd.Failed, "The database could not be reached, or broke off."), (job.LastEnd, job.LastSaid));
        Assert.InRange(job.NextAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(11));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_node_that_stops_breaks_its_work_off()
    {
        using var host = await Start(services => services.AddTimedWork<Endless>("endless", "Never ends.", TimeSpan.FromDays(1)));
        await Until(host, "endless", job => job.RunningSince is not null);
        var stopping = Stopwatch.StartNew();
        await host.StopAsync();
        Assert.True(host.Services.GetRequiredService<Endless>().WasBrokenOff.IsCompleted);
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(30), $"It took {stopping.Elapsed}.");

        using var next = await Start(services => services.AddTimedWork<Endless>("endless", "Never ends.", TimeSpan.FromDays(1)));
        Assert.Equal(JobEnd.BrokenOff, (await Until(next, "endless", job => job.LastEnd is not null)).LastEnd);
        await next.StopAsync();
    }

    public void Dispose() => Directory.Delete(keys, recursive: true);

    private async Task<IHost> Start(Action<IServiceCollection> work)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "GrantSync.Application.Tests" });
        builder.Services.AddGrantSync(new GrantSyncOptions { ConnectionString = copy ??= await database.Copy(), KeysFolder = keys, Worker = true });
        work(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<JobNow> Until(IHost host, string name, Func<JobNow, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().Is(1, "Sofie", Role.Support, Caller.EveryTenant);
            var jobs = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ListJobs(), patience.Token);
            if (jobs.Value.Single(job => job.Name == name) is var job && holds(job))
            {
                return job;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    private sealed class Fails : ITimedWork
    {
        public Task<string> Run(bool all, CancellationToken cancellationToken) => throw new NpgsqlException("Exception while reading from stream");
    }

    private sealed class Endless : ITimedWork
    {
        private readonly TaskCompletionSource brokenOff = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WasBrokenOff => brokenOff.Task;

        public async Task<string> Run(bool all, CancellationToken cancellationToken)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return "";
            }
            finally
            {
                brokenOff.TrySetResult();
            }
        }
    }
}
