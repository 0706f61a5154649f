using System.Globalization;
using System.Runtime.Versioning;
using GrantSync.Application.Storage.Embedded;
using Npgsql;

namespace GrantSync.Application.Storage;

/// <summary>
/// A private PostgreSQL over a folder of data, for a trial and for the tests: made on first use, stopped when disposed. It listens on
/// 127.0.0.1 only and asks for a password.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Role = "grantsync";

    private readonly PostgresCluster cluster;
    private readonly LauncherLock held;
    private readonly EmbeddedPostgresOptions options;
    private bool stopped;

    private EmbeddedPostgres(PostgresCluster cluster, LauncherLock held, EmbeddedPostgresOptions options, int port, RolePasswords passwords)
    {
        (this.cluster, this.held, this.options, Port) = (cluster, held, options, port);
        ConnectionString = Connect(port, Role, Role, passwords.GrantSync);
        AdminConnectionString = Connect(port, "postgres", PostgresCluster.Superuser, passwords.Superuser);
    }

    public int Port { get; }

    /// <summary>As the role that owns the database and is no superuser, so that row-level security holds for it.</summary>
    public string ConnectionString { get; }

    /// <summary>As the superuser, for set-up only.</summary>
    public string AdminConnectionString { get; }

    /// <summary>Throws <see cref="EmbeddedPostgresException"/>, whose message is for the user, when it cannot.</summary>
    public static async Task<EmbeddedPostgres> Start(string dataFolder, EmbeddedPostgresOptions? options, CancellationToken cancellationToken)
    {
        options ??= new EmbeddedPostgresOptions();
        if (!OperatingSystem.IsLinux())
        {
            throw new EmbeddedPostgresException(
                "The embedded PostgreSQL runs on Linux only. Use a PostgreSQL of your own: set GRANTSYNC_CONNECTIONSTRING and start 'serve'.");
        }

        dataFolder = Prepare(dataFolder);
        var held = LauncherLock.Take(dataFolder);
        try
        {
            var place = await ServerPlace.For(dataFolder, options.Progress, cancellationToken);
            held.Add(place.Root);
            var binaries = await PostgresBinaries.Find(PostgresCluster.MajorOf(place), place, cancellationToken);
            var passwords = await RolePasswords.For(place, cancellationToken);
            var cluster = new PostgresCluster(place, binaries);
            if (!Directory.Exists(place.Cluster))
            {
                options.Progress?.Report($"Making a database in {place.Cluster} (PostgreSQL {binaries.Version})");
                await cluster.Create(passwords.Superuser, options, cancellationToken);
            }
            else if (await cluster.StopLeftOver(options.Patience, cancellationToken))
            {
                options.Progress?.Report("Stopped the PostgreSQL that an earlier run left behind");
            }

            var port = await Listen(cluster, Path.Combine(dataFolder, "port"), options, cancellationToken);
            var running = new EmbeddedPostgres(cluster, held, options, port, passwords);
            await running.SetUp(passwords, cancellationToken);
            options.Progress?.Report($"PostgreSQL {binaries.Version} listens on 127.0.0.1:{port}");
            return running;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Ends its sessions, brings the data to disk and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopped) { return; }

        stopped = true;
        try
        {
            if (!await cluster.Stop(immediately: options.TestSpeed, options.Patience)) { await cluster.Stop(immediately: true, options.Patience); }
        }
        finally
        {
            held.Dispose();
        }
    }

    [SupportedOSPlatform("linux")]
    private static string Prepare(string dataFolder)
    {
        dataFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        if (Directory.Exists(dataFolder)) { return dataFolder; }

        try
        {
            Directory.CreateDirectory(dataFolder);
            // others may pass through, to the cluster when root gives it to another account, but not look around
            File.SetUnixFileMode(dataFolder, (UnixFileMode)0b111_001_001);
            return dataFolder;
        }
        catch (Exception closed) when (closed is UnauthorizedAccessException or IOException)
        {
            throw new EmbeddedPostgresException($"The data folder {dataFolder} cannot be made: {closed.Message} Name another one with --data.", closed);
        }
    }

    private static async Task<int> Listen(PostgresCluster cluster, string portFile, EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        int? last = File.Exists(portFile) && int.TryParse(await File.ReadAllTextAsync(portFile, cancellationToken), CultureInfo.InvariantCulture, out var kept)
            ? kept
            : null;
        foreach (var port in PortChoice.For(options.PreferredPort, last))
        {
            if (!await cluster.TryStart(port, options, cancellationToken)) { continue; }

            File.Delete(portFile);
            await File.WriteAllTextAsync(portFile, port.ToString(CultureInfo.InvariantCulture), cancellationToken);
            return port;
        }

        throw new EmbeddedPostgresException("PostgreSQL found no free port on 127.0.0.1, several times over. The end of its log:\n" + await cluster.EndOfLog(cancellationToken));
    }

    /// <summary>The role and its database: made once, put right at every start (a password from a restored backup, a right given for tests).</summary>
    private async Task SetUp(RolePasswords passwords, CancellationToken cancellationToken)
    {
        try
        {
            await using var admin = new NpgsqlConnection(AdminConnectionString);
            await admin.OpenAsync(cancellationToken);
            var rights = $"login nosuperuser nobypassrls nocreaterole {(options.MayCreateDatabases ? "createdb" : "nocreatedb")} password '{passwords.GrantSync}'";
            var role = await Has(admin, "select 1 from pg_roles where rolname = 'grantsync'", cancellationToken) ? "alter" : "create";
            await Execute(admin, $"{role} role {Role} {rights}", cancellationToken);
            if (!await Has(admin, "select 1 from pg_database where datname = 'grantsync'", cancellationToken))
            {
                await Execute(admin, $"create database {Role} owner {Role}", cancellationToken);
                await Execute(admin, $"revoke all on database {Role} from public", cancellationToken);
            }
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            var log = await cluster.EndOfLog(cancellationToken);
            await DisposeAsync();
            throw new EmbeddedPostgresException($"PostgreSQL started but could not be set up: {refused.Message} The end of its log:\n{log}", refused);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> Has(NpgsqlConnection admin, string query, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(query, admin);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static async Task Execute(NpgsqlConnection admin, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, admin);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Connect(int port, string database, string user, string password) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = database,
            Username = user,
            Password = password,
            SslMode = SslMode.Disable,
            // without it Npgsql looks for a Kerberos library that few machines have, and the runtime complains on stderr
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = user != PostgresCluster.Superuser,
        }.ConnectionString;
}
