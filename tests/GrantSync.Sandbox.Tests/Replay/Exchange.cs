using System.Text.Json;

namespace GrantSync.Sandbox.Tests.Replay;

/// <summary>One recorded exchange with a real Odoo.</summary>
public sealed record Exchange(string Name, HttpMethod Method, string Path, int Status, string ContentType, byte[] Request, byte[] Response)
{
    /// <summary>Four senders at once; their requests were alike and only the answers were kept.</summary>
    public bool IsRace => Name.Contains("race-load", StringComparison.Ordinal);

    public string Number => Name[..3];

    public static string Database(int version) => Index(version).GetProperty("database").GetString()!;

    public static IReadOnlyList<Exchange> All(int version) =>
        [.. Index(version).GetProperty("exchanges").EnumerateArray().Select(entry => Of(version, entry))];

    private static Exchange Of(int version, JsonElement entry)
    {
        var name = entry.GetProperty("file").GetString()!;
        var request = Path(version, $"{name}.request.xml");
        return new Exchange(
            name,
            new HttpMethod(entry.GetProperty("method").GetString()!),
            entry.GetProperty("path").GetString()!,
            entry.GetProperty("status").GetInt32(),
            entry.GetProperty("content_type").GetString()!,
            File.Exists(request) ? File.ReadAllBytes(request) : [],
            File.ReadAllBytes(Path(version, $"{name}.response.xml")));

        static string Path(int version, string file) =>
            System.IO.Path.Combine(AppContext.BaseDirectory, "recordings", $"{version}.0", file);
    }

    private static JsonElement Index(int version) =>
        JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "recordings", $"{version}.0",
            "index.json"))).RootElement;
}
