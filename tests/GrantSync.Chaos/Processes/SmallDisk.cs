using System.Globalization;
using GrantSync.Application.Storage.Embedded;

namespace GrantSync.Chaos.Processes;

/// <summary>A small file system in memory, over one folder, that a test can fill until nothing is left. Only root may make one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Megabytes = 256;
    private string? folder;

    /// <summary>Moves the folder and all that it holds onto this disk. Skips the test where that is not allowed.</summary>
    public async Task TakeIn(string taken)
    {
        var aside = taken + ".aside";
        Directory.Move(taken, aside);
        Directory.CreateDirectory(taken);
        var size = string.Create(CultureInfo.InvariantCulture, $"size={Megabytes}m");
        var mounted = await HostCommand.Run(["mount", "-t", "tmpfs", "-o", size, "grantsync-test", taken], CancellationToken.None);
        Assert.SkipUnless(mounted.Succeeded, $"A full disk needs a small one, and this account may not mount it: {mounted.Output}");
        folder = taken;
        await Must("cp", "-a", Path.Combine(aside, "."), taken);
        Directory.Delete(aside, recursive: true);
    }

    /// <summary>Until not a byte more can be written.</summary>
    public void Fill()
    {
        var block = new byte[1 << 20];
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException full) when (full.HResult == NoSpaceLeft)
        {
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        if (folder is not null)
        {
            await Must("umount", folder);
        }
    }

    /// <summary>ENOSPC.</summary>
    private const int NoSpaceLeft = 28;

    private string Filler => Path.Combine(folder!, "filler");

    private static async Task Must(params string[] command)
    {
        var answer = await HostCommand.Run(command, CancellationToken.None);
        Assert.True(answer.Succeeded, $"{string.Join(' ', command)}: {answer.Output}");
    }
}
