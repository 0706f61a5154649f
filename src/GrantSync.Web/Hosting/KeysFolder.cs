namespace GrantSync.Web.Hosting;

/// <summary>The folder of the keys that seal API keys and cookies: for its owner only.</summary>
internal static class KeysFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void Prepare(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    /// <summary>What is wrong with it, with a remedy; null when nothing is.</summary>
    public static string? Problem(string folder)
    {
        try
        {
            Prepare(folder);
            var trial = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"The keys folder {folder} cannot be written. Give it to the user that runs GrantSync.";
        }

        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & ~OwnerOnly) != 0
            ? $"Others on this machine may look into the keys folder {folder}; its keys open the sealed API keys. Run: chmod 700 '{folder}'"
            : null;
    }
}
