using System.Globalization;
using Npgsql;

namespace GrantSync.Application.Storage;

/// <summary>The sessions of a node at PostgreSQL.</summary>
internal static class Sessions
{
    /// <param name="connectionString">Where PostgreSQL is, and who asks.</param>
    /// <param name="standstill">
    /// PostgreSQL ends a session that stands still in a transaction for so long: a node that freezes (a machine that is paused, say) holds
    /// rows that the other nodes wait for. What it was about to write is undone; Npgsql says 25P03 to it when it wakes.
    /// </param>
    public static NpgsqlDataSource Of(string connectionString, TimeSpan standstill)
    {
        var where = new NpgsqlConnectionStringBuilder(connectionString);
        var milliseconds = ((long)standstill.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        where.Options = $"{where.Options} -c idle_in_transaction_session_timeout={milliseconds}".Trim();
        return NpgsqlDataSource.Create(where.ConnectionString);
    }
}
