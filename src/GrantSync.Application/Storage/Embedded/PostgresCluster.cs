using System.Globalization;
using System.Runtime.Versioning;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>One folder of data and the server process over it: made, started, found again after a crash, stopped.</summary>
internal sealed class PostgresCluster(ServerPlace place, PostgresBinaries binaries)
{
    public const string Superuser = "postgres";

    private const string Settings = "grantsync.conf";

    private const string Inside = """
        here=$(cd "$1" && pwd -P) || exit
        for p in /proc/[0-9]*; do [ "$(readlink $p/cwd)" = "$here" ] && echo ${p#/proc/}; done
        """;

    private string[] PgCtl(params string[] command) => [binaries.Path("pg_ctl"), "--pgdata", place.Cluster, .. command];

    /// <summary>The version that made the data, null when there is none yet.</summary>
    public static int? MajorOf(ServerPlace place)
    {
        var file = Path.Combine(place.Cluster, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Split('.')[0], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Makes the data under another name and renames it when complete: a kill half-way leaves nothing that looks finished.</summary>
    [SupportedOSPlatform("linux")]
    public async Task Create(string superuserPassword, EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        var making = place.Cluster + ".making";
        if (Directory.Exists(making)) { Directory.Delete(making, recursive: true); }
        Directory.CreateDirectory(making, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var passwordFile = Path.Combine(place.Root, "password.making");
        try
        {
            await PrivateFile.Write(passwordFile, superuserPassword + "\n", cancellationToken);
            await place.Account.Own(passwordFile, cancellationToken);
            await place.Account.Own(making, cancellationToken);
            var answer = await place.Account.Run(
                [
                    binaries.Path("initdb"), "--pgdata", making, "--username", Superuser, "--pwfile", passwordFile,
                    "--auth", "scram-sha-256", "--encoding", "UTF8", .. Locale(),
                    .. options.TestSpeed ? ["--no-sync"] : Array.Empty<string>(),
                ],
                cancellationToken);
            if (!answer.Succeeded)
            {
                throw new EmbeddedPostgresException(
                    $"PostgreSQL {binaries.Version} could not make its data folder {place.Cluster}. Is there room on the disk? It said:\n{LastLines(answer.Output)}");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        await File.AppendAllTextAsync(Path.Combine(making, "postgresql.conf"), $"\ninclude '{Settings}'\n", cancellationToken);
        Directory.Move(making, place.Cluster);
    }

    /// <summary>From 17 on PostgreSQL brings its own C.UTF-8; before, the system's is used when it has one.</summary>
    private string[] Locale() =>
        binaries.Major >= 17 ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        : Directory.Exists("/usr/lib/locale/C.utf8") || Directory.Exists("/usr/lib/locale/C.UTF-8") ? ["--locale=C.UTF-8"]
        : ["--locale=C"];

    /// <summary>False when the port was taken between the look and the start.</summary>
    public async Task<bool> TryStart(int port, EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(place.Cluster, Settings), PostgresSettings.For(port, options), cancellationToken);
        await place.Account.Own(Path.Combine(place.Cluster, Settings), cancellationToken);
        var logged = await StartLog(cancellationToken);
        var answer = await place.Account.Run(
            PgCtl("start", "--wait", "--silent", "--timeout", Seconds(options.Patience), "--log", place.Log), cancellationToken);
        if (answer.Succeeded) { return true; }

        var log = await LogSince(logged, cancellationToken);
        await Stop(immediately: true, options.Patience, cancellationToken);
        if (log.Contains("Address already in use", StringComparison.Ordinal)) { return false; }
        throw new EmbeddedPostgresException(
            $"PostgreSQL {binaries.Version} did not start on the data in {place.Cluster}. The end of its log, {place.Log}:\n{LastLines(log.Length > 0 ? log : answer.Output)}");
    }

    /// <summary>
    /// A server whose program was killed goes on running. Whoever holds the launcher's lock may stop it. Returns whether there was one.
    /// </summary>
    public async Task<bool> StopLeftOver(TimeSpan patience, CancellationToken cancellationToken)
    {
        var pidFile = Path.Combine(place.Cluster, "postmaster.pid");
        if (!File.Exists(pidFile)) { return false; }

        var first = (await File.ReadAllLinesAsync(pidFile, cancellationToken)).FirstOrDefault()?.Trim();
        var inside = await ProcessesInside(cancellationToken);
        if (first is not null && inside.Contains(first))
        {
            return await Stop(immediately: false, patience, cancellationToken)
                ? true
                : throw new EmbeddedPostgresException(
                    $"A PostgreSQL of an earlier run (process {first}) still has the data in {place.Cluster} open and does not stop. End it: kill -INT {first}");
        }

        // sessions whose server was killed notice it and leave
        for (var tries = 0; inside.Count > 0 && tries < 10; tries++)
        {
            await Task.Delay(200, cancellationToken);
            inside = await ProcessesInside(cancellationToken);
        }

        // After a reboot the number can belong to an unrelated program, which PostgreSQL would take for a running server. No process
        // is in the folder, so nothing has the data open.
        if (inside.Count == 0) { File.Delete(pidFile); }
        return false;
    }

    /// <summary>Ends sessions and waits. Not cancellable on purpose: it is what cancelling leads to.</summary>
    public async Task<bool> Stop(bool immediately, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(Path.Combine(place.Cluster, "postmaster.pid"))) { return true; }

        // as "fast" pg_ctl sends SIGINT: sessions are ended, the data is brought to disk
        var answer = await place.Account.Run(
            PgCtl("stop", "--wait", "--silent", "--timeout", Seconds(patience), "--mode", immediately ? "immediate" : "fast"), cancellationToken);
        return answer.Succeeded || !File.Exists(Path.Combine(place.Cluster, "postmaster.pid"));
    }

    public async Task<string> EndOfLog(CancellationToken cancellationToken) =>
        File.Exists(place.Log) ? LastLines(await LogSince(0, cancellationToken)) : "(no log)";

    /// <summary>Every process of PostgreSQL has the cluster as its current folder.</summary>
    private async Task<IReadOnlySet<string>> ProcessesInside(CancellationToken cancellationToken)
    {
        var list = await place.Account.Run(
            ["sh", "-c", Inside, "sh", place.Cluster],
            cancellationToken);
        return list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
    }

    /// <summary>The log's length before this start. A long log is put aside, one old one is kept.</summary>
    private async Task<long> StartLog(CancellationToken cancellationToken)
    {
        const int longEnough = 10 * 1024 * 1024;
        if (File.Exists(place.Log) && new FileInfo(place.Log).Length > longEnough) { File.Move(place.Log, place.Log + ".1", overwrite: true); }
        await using (new FileStream(place.Log, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite)) { }
        await place.Account.Own(place.Log, cancellationToken);
        return new FileInfo(place.Log).Length;
    }

    private async Task<string> LogSince(long position, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(place.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(Math.Max(position, file.Length - 64 * 1024), SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static string LastLines(string text) => string.Join('\n', text.Trim().Split('\n').TakeLast(12));

    private static string Seconds(TimeSpan time) => ((int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
