using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>
/// Where the server's files are: in the data folder, or, when the account that runs the server cannot reach it (a checkout under /root),
/// in a folder of its own under /var/lib. The data folder then says which one.
/// </summary>
internal sealed record ServerPlace(string DataFolder, string Root, ServerAccount Account)
{
    private const string Elsewhere = "/var/lib/grantsync";

    public string Cluster => Path.Combine(Root, "cluster");
    public string Log => Path.Combine(Root, "server.log");

    /// <summary>Kept in the data folder and never beside the cluster: the server's account has no business with it.</summary>
    public string Secrets => Path.Combine(DataFolder, "secrets.json");

    private static string Pointer(string dataFolder) => Path.Combine(dataFolder, "cluster-is-in");

    [SupportedOSPlatform("linux")]
    public static async Task<ServerPlace> For(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var pointed = File.Exists(Pointer(dataFolder)) ? (await File.ReadAllTextAsync(Pointer(dataFolder), cancellationToken)).Trim() : null;
        var root = pointed ?? dataFolder;
        var cluster = Path.Combine(root, "cluster");
        var account = await ServerAccount.For(Directory.Exists(cluster) ? cluster : null, cancellationToken);
        if (pointed is null && account.IsAnother && !await account.Can("-x", dataFolder, cancellationToken))
        {
            root = await SettleElsewhere(dataFolder, progress, cancellationToken);
        }

        return new ServerPlace(dataFolder, root, account);
    }

    [SupportedOSPlatform("linux")]
    private static async Task<string> SettleElsewhere(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(dataFolder, "cluster")))
        {
            throw new EmbeddedPostgresException(
                $"The database in {dataFolder} belongs to an account that cannot reach this folder any more. Make its parent folders passable (chmod a+x), or move it.");
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)))[..16];
        var root = Path.Combine(Elsewhere, name);
        for (var i = 2; Directory.Exists(root); i++)
        {
            // of a data folder that was deleted, or that moved and still points to it: not ours to touch
            progress?.Report($"An earlier database of this data folder stays in {root}; this one is new.");
            root = Path.Combine(Elsewhere, FormattableString.Invariant($"{name}-{i}"));
        }

        Directory.CreateDirectory(Elsewhere);
        Directory.CreateDirectory(root);
        const UnixFileMode passable = (UnixFileMode)0b111_001_001;
        File.SetUnixFileMode(Elsewhere, passable);
        File.SetUnixFileMode(root, passable);
        await File.WriteAllTextAsync(Pointer(dataFolder), root + "\n", cancellationToken);
        progress?.Report($"PostgreSQL does not run as root and its user cannot reach {dataFolder}, so the database lives in {root}.");
        return root;
    }
}
