using System.Runtime.InteropServices;
using System.Text.Json;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>
/// The PostgreSQL of npm's <c>@embedded-postgres</c>. A package cannot hold symbolic links, so it lists those its libraries need
/// (<c>pg-symlinks.json</c>) and makes them in an install script; we run no install scripts and make them here.
/// </summary>
internal static class NpmPostgres
{
    private sealed record Link(string Source, string Target);

    /// <summary>The folder of its programs, looked for upwards from the program and from the current folder.</summary>
    public static string? Folder()
    {
        var platform = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        foreach (var start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var programs = Path.Combine(folder.FullName, "node_modules/@embedded-postgres", platform, "native/bin");
                if (Directory.Exists(programs)) { return programs; }
            }
        }

        return null;
    }

    /// <summary>The package where it is when the server's account can use it there, else a copy beside the data.</summary>
    public static async Task<string> MakeUsable(string programs, ServerPlace place, CancellationToken cancellationToken)
    {
        var native = Path.GetDirectoryName(programs)!;
        if (TryLink(native) && await CanUse(native, place.Account, cancellationToken)) { return programs; }

        var copy = Path.Combine(place.Root, "postgresql-" + PackageVersion(native));
        if (!Directory.Exists(copy))
        {
            var partial = copy + ".partial";
            if (Directory.Exists(partial)) { Directory.Delete(partial, recursive: true); }
            var copied = await HostCommand.Run(["cp", "-R", native, partial], cancellationToken);
            var opened = await HostCommand.Run(["chmod", "-R", "a+rX", partial], cancellationToken);
            if (!copied.Succeeded || !opened.Succeeded || !TryLink(partial))
            {
                throw new EmbeddedPostgresException($"The programs of PostgreSQL could not be copied to {copy}: {copied.Output} {opened.Output}");
            }

            Directory.Move(partial, copy);
        }

        return Path.Combine(copy, "bin");
    }

    private static bool TryLink(string native)
    {
        var list = Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list)) { return true; }

        try
        {
            foreach (var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web)!)
            {
                // both are told from the package's folder (native/lib/libpq.so.5) and lie side by side
                var at = Path.Combine(native, link.Target["native/".Length..]);
                if (File.Exists(at)) { continue; }
                File.Delete(at); // a link that leads nowhere
                File.CreateSymbolicLink(at, Path.GetFileName(link.Source));
            }

            return true;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<bool> CanUse(string native, ServerAccount account, CancellationToken cancellationToken) =>
        !account.IsAnother
        || (await account.Can("-x", Path.Combine(native, "bin/postgres"), cancellationToken)
            && await account.Can("-r", Path.Combine(native, "share/postgresql/postgres.bki"), cancellationToken));

    private static string PackageVersion(string native)
    {
        var package = Path.Combine(native, "../package.json");
        using var json = JsonDocument.Parse(File.ReadAllText(package));
        return json.RootElement.GetProperty("version").GetString()!;
    }
}
