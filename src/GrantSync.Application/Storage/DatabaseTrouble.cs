using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Application.Storage;

/// <summary>PostgreSQL is away, restarts or has no room: no fault of GrantSync's, and over when that is over.</summary>
internal static class DatabaseTrouble
{
    /// <summary>What Npgsql throws, or what EF makes of one that may pass: it wraps it once, and twice when it was saving entities.</summary>
    public static bool Is(Exception failed) => failed is NpgsqlException
        or InvalidOperationException { InnerException: NpgsqlException or DbUpdateException { InnerException: NpgsqlException } };
}
