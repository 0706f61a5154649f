using System.Globalization;
using System.Text.RegularExpressions;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>A PostgreSQL on this machine: <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> in one folder.</summary>
internal sealed partial record PostgresBinaries(string Folder, string Version)
{
    public const string Setting = "GRANTSYNC_POSTGRES_BIN";

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public int Major => int.Parse(Version.Split('.')[0], CultureInfo.InvariantCulture);

    public string Path(string program) => System.IO.Path.Combine(Folder, program);

    /// <summary>
    /// The first that runs: the folder that GRANTSYNC_POSTGRES_BIN names, else the npm package's, else the system's. With
    /// <paramref name="major"/> only one that can open a cluster of that version.
    /// </summary>
    public static async Task<PostgresBinaries> Find(int? major, ServerPlace place, CancellationToken cancellationToken)
    {
        var passedOver = new List<string>();
        foreach (var (folder, isPackage) in Candidates())
        {
            if (Programs.FirstOrDefault(program => !File.Exists(System.IO.Path.Combine(folder, program))) is { } absent)
            {
                passedOver.Add($"{folder} has no {absent}");
                continue;
            }

            var usable = isPackage ? await NpmPostgres.MakeUsable(folder, place, cancellationToken) : folder;
            var answer = await place.Account.Run([System.IO.Path.Combine(usable, "postgres"), "--version"], cancellationToken);
            var version = VersionNumber().Match(answer.Output);
            if (!answer.Succeeded || !version.Success)
            {
                passedOver.Add($"{folder} does not run here ({answer.Output})");
                continue;
            }

            var found = new PostgresBinaries(usable, version.Value);
            if (major is null || found.Major == major) { return found; }
            passedOver.Add($"{folder} is version {found.Version}");
        }

        throw new EmbeddedPostgresException(
            $"No PostgreSQL {(major is null ? "" : $"{major}, the version that made the data in {place.Cluster}, ")}was found to run. "
            + "Run 'npm ci' in GrantSync's folder, or install one (apt-get install postgresql), "
            + $"or name its folder of programs in {Setting}. {Looked(passedOver)}");
    }

    private static string Looked(List<string> passedOver) =>
        passedOver.Count == 0 ? "" : $"Looked at: {string.Join("; ", passedOver)}.";

    private static IEnumerable<(string Folder, bool IsPackage)> Candidates()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named)
        {
            // what was named is meant: no silent second choice
            yield return (System.IO.Path.GetFullPath(named), false);
            yield break;
        }

        if (NpmPostgres.Folder() is { } package) { yield return (package, true); }

        const string debian = "/usr/lib/postgresql";
        if (Directory.Exists(debian))
        {
            foreach (var version in Directory.GetDirectories(debian).OrderByDescending(MajorOf))
            {
                yield return (System.IO.Path.Combine(version, "bin"), false);
            }
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "postgres"))) { yield return (folder, false); }
        }
    }

    private static int MajorOf(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) ? major : 0;

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex VersionNumber();
}
