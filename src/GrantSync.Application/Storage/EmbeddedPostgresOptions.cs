namespace GrantSync.Application.Storage;

/// <summary>How to run the embedded PostgreSQL. Every default suits a trial on one machine.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The port to use when it is free; otherwise the one of the last run, otherwise any free one.</summary>
    public int? PreferredPort { get; init; }

    /// <summary>For data that may be lost: nothing is forced to disk, and many connections are allowed.</summary>
    public bool TestSpeed { get; init; }

    /// <summary>Lets the role of <see cref="EmbeddedPostgres.ConnectionString"/> create databases. Tests want a database each.</summary>
    public bool MayCreateDatabases { get; init; }

    /// <summary>Hears what is being done, a short sentence at a time.</summary>
    public IProgress<string>? Progress { get; init; }

    /// <summary>How long a start or an orderly stop may take. Recovery after a crash is part of a start.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>The embedded PostgreSQL cannot run. The message says what happened and what to do about it.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? cause = null) : Exception(message, cause);
