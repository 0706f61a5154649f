using System.Globalization;
using GrantSync.Application;
using GrantSync.Application.Sync;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrantSync.Chaos.Processes;

/// <summary>
/// A real worker in a process of its own, made to be killed: it warms up, says <c>ready</c>, and works as soon as it hears
/// <c>go POINT TIMES</c>. When it comes to that point for the so-manieth time it says <c>at POINT</c> and stands there until it hears
/// <c>on</c>.
/// </summary>
internal static class WorkerProgram
{
    /// <summary>Leases and waits of a second, so that takeovers take no longer.</summary>
    public static SyncLimits Limits { get; } = new()
    {
        Lanes = 1,
        Lease = TimeSpan.FromMilliseconds(900),
        Heartbeat = TimeSpan.FromMilliseconds(300),
        SendWithin = TimeSpan.FromMilliseconds(600),
        IdleLook = TimeSpan.FromMilliseconds(150),
        FirstBackOff = TimeSpan.FromMilliseconds(200),
        LongestBackOff = TimeSpan.FromSeconds(1),
    };

    public static async Task<int> Run(string connectionString, string keysFolder)
    {
        var armed = new Armed();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "GrantSync.Chaos" });
        builder.Services.AddSingleton(Limits);
        builder.Services.AddSingleton(new OdooLimits { CallTimeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(1) });
        builder.Services.AddSingleton(new WritePath((point, _) => armed.Reach(point)));
        builder.Services.AddGrantSync(new GrantSyncOptions { ConnectionString = connectionString, KeysFolder = keysFolder, Worker = true });
        builder.Logging.AddProvider(new Aloud());
        using var host = builder.Build();
        await WarmUp(host.Services);
        Console.WriteLine("ready");

        // without a parent there is nobody to work for
        while (Console.ReadLine() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["go", var point, var times]:
                    armed.Arm(Enum.Parse<WritePoint>(point), int.Parse(times, CultureInfo.InvariantCulture));
                    await host.StartAsync();
                    break;
                case ["arm", var point, var times]:
                    armed.Arm(Enum.Parse<WritePoint>(point), int.Parse(times, CultureInfo.InvariantCulture));
                    break;
                case ["on"]:
                    armed.GoOn();
                    break;
            }
        }

        return 0;
    }

    private static async Task WarmUp(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Application.Pipeline.Caller>().IsTheProgram(Application.Pipeline.Caller.EveryTenant);
        await scope.ServiceProvider.GetRequiredService<Application.Storage.GrantSyncDb>().Connections.ToListAsync();
    }

    /// <summary>A warning is a line on its output, as the engine words it. So is a failure of the engine's own, and says that it is one.</summary>
    private sealed class Aloud : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("GrantSync.", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Console.WriteLine(logLevel == LogLevel.Warning ? formatter(state, exception) : $"{WorkerProcess.Bug}{formatter(state, exception)} {exception?.Message}");
            }
        }

        public void Dispose()
        {
        }
    }

    private sealed class Armed
    {
        private readonly Lock gate = new();
        private WritePoint? at;
        private int times;
        private TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Arm(WritePoint point, int count)
        {
            lock (gate) { (at, times, goOn) = (point, count, new(TaskCreationOptions.RunContinuationsAsynchronously)); }
        }

        public void GoOn()
        {
            lock (gate) { goOn.TrySetResult(); }
        }

        public Task Reach(WritePoint point)
        {
            lock (gate)
            {
                if (at != point || --times > 0)
                {
                    return Task.CompletedTask;
                }

                at = null;
                Console.WriteLine($"at {point}");
                return goOn.Task;
            }
        }
    }
}
