using System.Text.Json;

namespace GrantSync.Application.Sync;

/// <summary>Two payloads of one key, field by field.</summary>
internal static class FieldDifferences
{
    public static IReadOnlyList<(string Field, string? Before, string? After)> Between(string before, string after)
    {
        var (old, now) = (Fields(before), Fields(after));
        return [.. old.Keys.Union(now.Keys)
            .Select(field => (Field: field, Before: old.GetValueOrDefault(field), After: now.GetValueOrDefault(field)))
            .Where(d => d.Before != d.After)];
    }

    private static Dictionary<string, string?> Fields(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.EnumerateObject().Where(p => p.Name != "$type").ToDictionary(
            p => p.Name, p => p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString());
    }
}
