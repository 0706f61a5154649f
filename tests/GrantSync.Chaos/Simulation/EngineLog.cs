using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace GrantSync.Chaos.Simulation;

/// <summary>Hears what the engine calls a bug of its own; what the simulation broke itself is none.</summary>
internal sealed class EngineLog : ILoggerProvider, ILogger
{
    /// <summary>The first one.</summary>
    public Exception? Bug { get; private set; }

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("GrantSync.", StringComparison.Ordinal) ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error && exception?.GetBaseException() is not SimulatedCrash and not NpgsqlException { IsTransient: true })
        {
            Bug ??= exception ?? new InvalidOperationException(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
