using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace GrantSync.Application.Storage;

/// <summary>
/// Brings a database forward with the SQL files beside this class, in the order of their names, each in a transaction of its own. One
/// program at a time: the others wait for the advisory lock.
/// </summary>
public static class Migrator
{
    private const long LockNumber = 0x6772616e74; // "grant"

    /// <summary>Applies what is missing and returns the names applied. Throws when an applied file has been edited since.</summary>
    public static async Task<IReadOnlyList<string>> Migrate(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await Execute(connection, $"select pg_advisory_lock({LockNumber})", cancellationToken);
        await Execute(
            connection,
            "create table if not exists schema_migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())",
            cancellationToken);
        await Execute(connection, "select set_config('grantsync.tenant', '*', false)", cancellationToken);

        var applied = await Applied(connection, cancellationToken);
        var done = new List<string>();
        foreach (var (name, sql) in Files())
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
            if (applied.TryGetValue(name, out var appliedHash))
            {
                if (appliedHash != hash)
                {
                    throw new InvalidOperationException(
                        $"Migration {name} was applied to this database with other contents. Migrations only go forward: restore the file and add a new one.");
                }

                continue;
            }

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await Execute(connection, sql, cancellationToken);
            await using (var command = new NpgsqlCommand("insert into schema_migrations (name, hash) values ($1, $2)", connection))
            {
                command.Parameters.Add(new NpgsqlParameter { Value = name });
                command.Parameters.Add(new NpgsqlParameter { Value = hash });
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            done.Add(name);
        }

        return done;
    }

    /// <summary>The names of the migrations that the database lacks; all of them when it was never migrated.</summary>
    public static async Task<IReadOnlyList<string>> Missing(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("select to_regclass('schema_migrations') is not null", connection);
        var applied = (bool)(await exists.ExecuteScalarAsync(cancellationToken))! ? await Applied(connection, cancellationToken) : [];
        return [.. Files().Select(file => file.Name).Where(name => !applied.ContainsKey(name))];
    }

    private static IEnumerable<(string Name, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        const string folder = ".Storage.Migrations.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.Contains(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[(resource.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..], reader.ReadToEnd());
        }

        yield return SchedulerTables.Migration();
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select name, hash from schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied[reader.GetString(0)] = reader.GetString(1);
        }

        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
