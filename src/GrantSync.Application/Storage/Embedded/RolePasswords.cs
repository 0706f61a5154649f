using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>The passwords of a cluster's two roles, made once and kept in a file that only its owner may read.</summary>
internal sealed record RolePasswords(string Superuser, string GrantSync)
{
    /// <summary>The file is written before the cluster is made, so a cluster never exists without it.</summary>
    [SupportedOSPlatform("linux")]
    public static async Task<RolePasswords> For(ServerPlace place, CancellationToken cancellationToken)
    {
        if (File.Exists(place.Secrets))
        {
            return JsonSerializer.Deserialize<RolePasswords>(await File.ReadAllTextAsync(place.Secrets, cancellationToken))!;
        }

        if (Directory.Exists(place.Cluster))
        {
            throw new EmbeddedPostgresException(
                $"The database in {place.Cluster} is there, but the file with its passwords, {place.Secrets}, is gone. "
                + "Restore that file, or move the database away to start with an empty one.");
        }

        var made = new RolePasswords(RandomNumberGenerator.GetHexString(40, lowercase: true), RandomNumberGenerator.GetHexString(40, lowercase: true));
        await PrivateFile.Write(place.Secrets, JsonSerializer.Serialize(made), cancellationToken);
        return made;
    }
}
