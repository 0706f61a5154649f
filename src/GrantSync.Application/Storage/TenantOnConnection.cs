using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace GrantSync.Application.Storage;

/// <summary>
/// Tells PostgreSQL whose rows this connection may see, each time it comes out of the pool. The pool resets a connection when it goes
/// back, so a scope never outlives its request; without one, row-level security shows nothing.
/// </summary>
public sealed class TenantOnConnection : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = SetScope(connection, eventData);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = SetScope(connection, eventData);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // without just-in-time compilation, which takes longer than any query of ours: it goes by estimates, and those of the log's partitions add up
    private static NpgsqlCommand SetScope(DbConnection connection, ConnectionEndEventData eventData) =>
        new("select set_config('grantsync.tenant', $1, false), set_config('jit', 'off', false)", (NpgsqlConnection)connection)
        {
            Parameters = { new NpgsqlParameter { Value = ((GrantSyncDb)eventData.Context!).Scope } },
        };
}
