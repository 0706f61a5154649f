using GrantSync.Chaos.Simulation;
using Npgsql;

namespace GrantSync.Chaos.Model;

/// <summary>
/// Looks into the sync log from outside, at the moment of a call: its row must be committed before it leaves. It may be completed already:
/// as unknown, by whoever took the lane over from a worker that stood still just here.
/// </summary>
internal sealed class CommittedRows(NpgsqlDataSource source, string tenant)
{
    /// <param name="model">The Odoo model that is called.</param>
    /// <param name="method">Its method.</param>
    /// <param name="names">The names of a write's rows; their keys must be the row's.</param>
    public async Task HoldRowOf(string model, string method, IReadOnlyList<string>? names)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select set_config('grantsync.tenant', $1, false)") { Parameters = { new() { Value = tenant } } },
                new("select keys from (select * from sync_log where tenant_id = $1 order by id desc limit 100) latest where model = $2 and method = $3")
                {
                    Parameters = { new() { Value = tenant }, new() { Value = model }, new() { Value = method } },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var wanted = names?.Select(name => EditName.Read(name).Record.Replace(' ', ':')).Select(record => $"{tenant}:{record}:upsert").ToArray();
        while (await reader.ReadAsync())
        {
            if (wanted is null || reader.GetFieldValue<string[]>(0).SequenceEqual(wanted))
            {
                return;
            }
        }

        throw new ViolationException($"{model}.{method} leaves for {tenant}, and the sync log holds no row of it.");
    }
}
