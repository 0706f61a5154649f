namespace GrantSync.Application.Storage.Embedded;

/// <summary>The server's settings, written anew before each start.</summary>
internal static class PostgresSettings
{
    private const string Common = """
        # Written by GrantSync at each start. Changes here are lost.
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        password_encryption = 'scram-sha-256'
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%m [%p] %d '
        # many short statements: compiling them never pays
        jit = off
        """;

    private const string Kept = """
        max_connections = 150
        shared_buffers = '128MB'
        """;

    private const string MayBeLost = """
        # test speed: nothing here outlives a crash
        max_connections = 400
        shared_buffers = '64MB'
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        wal_level = minimal
        max_wal_senders = 0
        checkpoint_timeout = '1h'
        max_wal_size = '4GB'
        max_parallel_workers_per_gather = 0
        """;

    public static string For(int port, EmbeddedPostgresOptions options) =>
        FormattableString.Invariant($"{Common}\nport = {port}\n{(options.TestSpeed ? MayBeLost : Kept)}\n");
}
