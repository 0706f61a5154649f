using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quartz;

namespace GrantSync.Application.Storage;

/// <summary>PostgreSQL is away, restarts or has no room: no fault of GrantSync's, and over when that is over.</summary>
internal static class DatabaseTrouble
{
    /// <summary>
    /// Classes of SQLSTATE (PostgreSQL's manual, appendix A): connection, a transaction that was rolled back for others' sake, resources, an
    /// operator's act, the system. Anything else that PostgreSQL says no to is a fault of ours, which somebody must see.
    /// </summary>
    private static readonly string[] Classes = ["08", "40", "53", "57", "58"];

    private const string StoodStillInTransaction = "25P03";

    /// <summary>What Npgsql throws, or what EF makes of one that may pass: it wraps it once, and twice when it was saving entities. Quartz wraps each.</summary>
    public static bool Is(Exception failed) => failed switch
    {
        PostgresException said => said.SqlState == StoodStillInTransaction || Classes.Contains(said.SqlState[..2]),
        NpgsqlException => true,
        InvalidOperationException { InnerException: NpgsqlException or DbUpdateException } or DbUpdateException { InnerException: NpgsqlException } => Is(failed.InnerException!),
        SchedulerException { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
