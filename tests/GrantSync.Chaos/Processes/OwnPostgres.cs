using System.Diagnostics;
using GrantSync.Application.Storage;
using GrantSync.Application.Storage.Embedded;
using Npgsql;

namespace GrantSync.Chaos.Processes;

/// <summary>A PostgreSQL of a test's own, to be crashed and started again. What it has committed outlives a crash, as in the product.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan ByItself = TimeSpan.FromSeconds(15);

    private readonly SmallDisk? disk;
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"grantsync-own-postgres-{Guid.NewGuid():N}");
    private EmbeddedPostgres server = null!;
    private string cluster = "";

    private OwnPostgres(SmallDisk? disk) => this.disk = disk;

    public string ConnectionString => server.ConnectionString;

    /// <summary>With an empty, migrated database.</summary>
    /// <param name="disk">Gets the data, and the data alone: the server's log must have room when the disk is full. It goes with the server.</param>
    public static async Task<OwnPostgres> Start(SmallDisk? disk = null)
    {
        var postgres = new OwnPostgres(disk);
        try
        {
            await postgres.Start();
            await postgres.SetUp();
            await postgres.Crash();
            if (disk is not null)
            {
                await disk.TakeIn(postgres.cluster);
            }

            await postgres.Start();
            await Migrator.Migrate(postgres.ConnectionString, CancellationToken.None);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops at once, as in a crash: sessions are cut off and nothing is brought to disk.</summary>
    public async Task Crash() => await server.DisposeAsync();

    /// <summary>Recovers what was committed, on the same port.</summary>
    public async Task Start()
    {
        var port = server?.Port;
        server = await EmbeddedPostgres.Start(folder, new EmbeddedPostgresOptions { TestSpeed = true, PreferredPort = port }, CancellationToken.None);
        Assert.Equal(port ?? server.Port, server.Port);
    }

    /// <summary>After a PANIC PostgreSQL starts by itself again, or gives up because recovery too finds the disk full. Then it is started.</summary>
    public async Task UntilUp()
    {
        using var patience = new CancellationTokenSource(Patience);
        var waiting = Stopwatch.StartNew();
        while (!await TryDo("select 1"))
        {
            if (!File.Exists(Path.Combine(cluster, "postmaster.pid")) || waiting.Elapsed > ByItself)
            {
                await Crash();
                await Start();
                waiting.Restart();
            }

            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Where the log ends now.</summary>
    public long EndOfLog => new FileInfo(Log).Length;

    /// <summary>What it has logged since. A line has the session's application and SQLSTATE before its severity: <c>worker 53100 ERROR</c>.</summary>
    public string LogSince(long position)
    {
        using var log = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        log.BaseStream.Seek(position, SeekOrigin.Begin);
        return log.ReadToEnd();
    }

    /// <summary>Does it again and again until the words are in the log.</summary>
    public async Task UntilLogged(string words, long since, Func<Task> meanwhile)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!LogSince(since).Contains(words, StringComparison.Ordinal))
        {
            Assert.False(patience.IsCancellationRequested, $"PostgreSQL has not logged '{words}' in {Patience.TotalSeconds} s, but: {LogSince(since)}");
            await meanwhile();
        }
    }

    /// <summary>Leaves room in the write-ahead log for a few hundred bytes; what comes next needs another segment of 16 MB.</summary>
    public Task UseUpWriteAheadLog() => Do(
        """
        do $$
        declare
            room bigint;
        begin
            while exists (select from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_insert_lsn())) loop
                perform pg_logical_emit_message(false, '', '');
                perform pg_switch_wal();
            end loop;
            loop
                room := 16 * 1024 * 1024 - mod(pg_current_wal_insert_lsn() - '0/0', 16 * 1024 * 1024);
                exit when room < 1500;
                perform pg_logical_emit_message(false, '', repeat('x', least(room - 1000, 65536)::int));
            end loop;
        end $$
        """);

    /// <summary>As the superuser; false when PostgreSQL did not do it.</summary>
    public async Task<bool> TryDo(string sql)
    {
        try
        {
            await Do(sql);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (disk is not null)
        {
            await disk.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private string Log => Path.Combine(Path.GetDirectoryName(cluster)!, "server.log");

    private async Task SetUp()
    {
        // fast because it may lose what was committed last: these tests must not
        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
        {
            await Do($"alter system set {setting} = on");
        }

        await Do("alter system set log_line_prefix = '%m [%p] %a %e '");
        await Do("alter system set wal_recycle = off");
        await Do("alter system set min_wal_size = '32MB'");
        await Do("alter system set max_wal_size = '64MB'");
        await using var admin = NpgsqlDataSource.Create(server.AdminConnectionString);
        cluster = (string)(await admin.CreateCommand("show data_directory").ExecuteScalarAsync())!;
    }

    private async Task Do(string sql)
    {
        await using var admin = NpgsqlDataSource.Create(server.AdminConnectionString);
        await using var command = admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
