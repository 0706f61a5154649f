using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox;

internal static class DataFile
{
    public static void Load(Store store, string path) => throw new NotSupportedException();
}
