namespace GrantSync.Application.Exchange;

/// <summary>How large a file may be. A thousand lines of a budget are about 100 kB.</summary>
public static class FileLimits
{
    /// <summary>5 MiB as it is uploaded.</summary>
    public const int Bytes = 5 * 1024 * 1024;

    /// <summary>64 MiB unpacked: an XLSX is a ZIP, and a small one can hold gigabytes of zeros.</summary>
    public const long UnpackedBytes = 64L * 1024 * 1024;

    public const int Rows = 5000;

    public const int Columns = 200;
}
