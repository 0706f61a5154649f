using GrantSync.Application.Storage;
using Npgsql;

namespace GrantSync.Web.Commands;

/// <summary>What is wrong with the database, as far as serving from it goes; null when nothing is.</summary>
internal static class DatabaseState
{
    private const int OldestMajor = 14;

    /// <summary>Throws <see cref="CannotRunException"/> with what is wrong and how to mend it.</summary>
    public static async Task MustServe(string connectionString, CancellationToken cancellationToken)
    {
        if (await Unreachable(connectionString, cancellationToken) is { } unreachable)
        {
            throw new CannotRunException(unreachable);
        }

        foreach (var wrong in new[] { await TooOld(connectionString, cancellationToken), await SeesTooMuch(connectionString, cancellationToken) })
        {
            if (wrong is not null)
            {
                throw new CannotRunException(wrong);
            }
        }
    }

    public static async Task<string?> Unreachable(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await Ask<int>(connectionString, "select 1", cancellationToken);
            return null;
        }
        catch (PostgresException refused)
        {
            return $"PostgreSQL at {Place(connectionString)} refuses: {refused.MessageText}. Check the database, user and password of the connection string.";
        }
        catch (NpgsqlException)
        {
            return $"PostgreSQL at {Place(connectionString)} cannot be reached. Check that it runs, and the host and port of the connection string.";
        }
    }

    public static async Task<string?> TooOld(string connectionString, CancellationToken cancellationToken)
    {
        var version = await Ask<string>(connectionString, "show server_version", cancellationToken);
        return int.TryParse(version.Split('.', ' ')[0], out var major) && major >= OldestMajor
            ? null
            : $"This PostgreSQL is version {version}. GrantSync needs {OldestMajor} or newer: upgrade the server.";
    }

    /// <summary>Row-level security holds for neither a superuser nor a role with BYPASSRLS.</summary>
    public static async Task<string?> SeesTooMuch(string connectionString, CancellationToken cancellationToken)
    {
        var role = await Ask<string>(
            connectionString,
            "select case when rolsuper then 'superuser' when rolbypassrls then 'bypassrls' else '' end from pg_roles where rolname = current_user",
            cancellationToken);
        var user = new NpgsqlConnectionStringBuilder(connectionString).Username;
        return role switch
        {
            "superuser" => $"The database role {user} is a superuser, so row-level security would not keep tenants apart. Make a role of its own: "
                + "create role grantsync login password '...'; create database grantsync owner grantsync;",
            "bypassrls" => $"The database role {user} has BYPASSRLS, so row-level security would not keep tenants apart. Take it away: alter role {user} nobypassrls;",
            _ => null,
        };
    }

    public static async Task<string?> NotMigrated(string connectionString, CancellationToken cancellationToken)
    {
        var missing = await Migrator.Missing(connectionString, cancellationToken);
        return missing.Count == 0 ? null : $"The database lacks {string.Join(", ", missing)}. Run ./grantsync migrate first.";
    }

    private static async Task<T> Ask<T>(string connectionString, string sql, CancellationToken cancellationToken)
    {
        var once = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 };
        await using var source = NpgsqlDataSource.Create(once);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string Place(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{parts.Host}:{parts.Port}";
    }
}
