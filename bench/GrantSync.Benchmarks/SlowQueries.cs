using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace GrantSync.Benchmarks;

/// <summary>Remembers the slowest query since it was cleared, and asks PostgreSQL how it goes about it.</summary>
internal sealed class SlowQueries(TimeSpan limit) : DbCommandInterceptor
{
    private (string Sql, NpgsqlParameter[] Parameters, TimeSpan Took)? slowest;

    public void Clear() => slowest = null;

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (eventData.Duration > limit / 4 && (slowest is null || eventData.Duration > slowest.Value.Took))
        {
            slowest = (command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())], eventData.Duration);
        }

        return ValueTask.FromResult(result);
    }

    public async Task Explain(string connectionString, string scope, TextWriter output)
    {
        if (slowest is not { } query)
        {
            return;
        }

        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using (var seen = new NpgsqlCommand("select set_config('grantsync.tenant', $1, false)", connection) { Parameters = { new NpgsqlParameter { Value = scope } } })
        {
            await seen.ExecuteNonQueryAsync();
        }

        await using var explain = new NpgsqlCommand($"explain (analyze, buffers) {query.Sql}", connection);
        explain.Parameters.AddRange(query.Parameters);
        await using var plan = await explain.ExecuteReaderAsync();
        while (await plan.ReadAsync())
        {
            output.WriteLine($"    {plan.GetString(0)}");
        }
    }
}
