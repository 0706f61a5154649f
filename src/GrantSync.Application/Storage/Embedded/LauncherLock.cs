using System.Globalization;

namespace GrantSync.Application.Storage.Embedded;

/// <summary>One program at a time has a data folder. The kernel lets go of the lock when the program ends, however it ends.</summary>
internal sealed class LauncherLock : IDisposable
{
    private readonly List<FileStream> held = [];

    private LauncherLock()
    {
    }

    public static LauncherLock Take(string dataFolder)
    {
        var taken = new LauncherLock();
        taken.Add(dataFolder);
        return taken;
    }

    /// <summary>Where the cluster is elsewhere its folder is locked too: a copy of the data folder points to the same one.</summary>
    public void Add(string dataFolder)
    {
        if (held.Any(file => Path.GetDirectoryName(file.Name) == dataFolder)) { return; }

        var holder = Path.Combine(dataFolder, "in-use-by");
        try
        {
            // read access is enough for a lock, and lets root and the folder's owner take turns
            held.Add(new FileStream(Path.Combine(dataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.None));
            File.Delete(holder);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (UnauthorizedAccessException closed)
        {
            throw new EmbeddedPostgresException(
                $"The data folder {dataFolder} belongs to another user. Start GrantSync as that user, or name another folder with --data.", closed);
        }
        catch (IOException taken) when (File.Exists(holder))
        {
            throw new EmbeddedPostgresException(
                $"The data folder {dataFolder} is in use by another GrantSync (process {File.ReadAllText(holder)}). Stop that one first, or name another folder with --data.", taken);
        }
    }

    public void Dispose() => held.ForEach(file => file.Dispose());
}
