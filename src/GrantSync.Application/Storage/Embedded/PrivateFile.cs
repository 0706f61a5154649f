using System.Runtime.Versioning;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>A file that only its owner may read, from its first byte on.</summary>
[SupportedOSPlatform("linux")]
internal static class PrivateFile
{
    public static async Task Write(string path, string text, CancellationToken cancellationToken)
    {
        var beside = path + ".writing";
        File.Delete(beside);
        await using (var file = new FileStream(
            beside,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
        {
            await using var writer = new StreamWriter(file);
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
        }

        File.Move(beside, path, overwrite: true);
    }
}
