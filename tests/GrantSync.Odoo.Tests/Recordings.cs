using System.Globalization;
using System.Text.Json;

namespace GrantSync.Odoo.Tests;

/// <summary>One exchange with a real Odoo server, as it went over the wire.</summary>
/// <param name="Series">The server's version, <c>17.0</c> or <c>18.0</c>.</param>
/// <param name="Name">The file's name without its ending, such as <c>042-plans-load</c>.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The answer's content type.</param>
/// <param name="Request">Null where only the answer was kept.</param>
/// <param name="Response">The answer's body.</param>
public sealed record Recording(string Series, string Name, int Status, string ContentType, byte[]? Request, byte[] Response)
{
    public int Number => int.Parse(Name[..3], CultureInfo.InvariantCulture);

    public override string ToString() => $"{Series}/{Name}";
}

/// <summary>All exchanges that were recorded from Odoo 17.0 and 18.0.</summary>
public static class Recordings
{
    public static IReadOnlyList<Recording> All { get; } = [.. Read("17.0"), .. Read("18.0")];

    public static Recording Of(string series, int number) => All.Single(one => one.Series == series && one.Number == number);

    private static IEnumerable<Recording> Read(string series)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "recordings", series);
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        foreach (var exchange in index.RootElement.GetProperty("exchanges").EnumerateArray())
        {
            var name = exchange.GetProperty("file").GetString()!;
            var request = Path.Combine(folder, name + ".request.xml");
            yield return new Recording(
                series, name, exchange.GetProperty("status").GetInt32(), exchange.GetProperty("content_type").GetString()!,
                File.Exists(request) ? File.ReadAllBytes(request) : null,
                File.ReadAllBytes(Path.Combine(folder, name + ".response.xml")));
        }
    }
}
