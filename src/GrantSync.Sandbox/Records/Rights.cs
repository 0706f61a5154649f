namespace GrantSync.Sandbox.Records;

/// <summary>Which groups may do what with which model, from rights.txt.</summary>
internal static class Rights
{
    private static readonly Dictionary<string, (string Title, string[] Implied)> Groups = Resource.Lines("rights.txt")
        .Where(line => line.StartsWith("group ", StringComparison.Ordinal))
        .Select(line => line["group ".Length..].Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(parts => parts[0], parts => (parts[1], parts[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private static readonly ILookup<string, (string Group, string Operations)> Grants = Resource.Lines("rights.txt")
        .Where(line => !line.StartsWith("group ", StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToLookup(words => words[0], words => (words[1], words[2]));

    /// <summary>A group with all those that come with it.</summary>
    public static IEnumerable<string> WithImplied(string group) =>
        Groups[group].Implied.SelectMany(WithImplied).Append(group).Distinct();

    public static bool Allow(string model, string operation, IReadOnlySet<string> groups) =>
        Grants[model].Any(grant => grant.Operations.Contains(operation[0]) && groups.Contains(grant.Group));

    /// <summary>The text of recordings 035-038 and 053.</summary>
    public static OdooFault Refusal(Model model, string operation)
    {
        var verb = operation switch { "read" => "access", "write" => "modify", "create" => "create", _ => "delete" };
        var titles = Grants[model.Name].Where(grant => grant.Operations.Contains(operation[0])).Select(grant => Groups[grant.Group].Title)
            .Order(StringComparer.Ordinal).ToList();
        var who = titles.Count == 0
            ? "No group currently allows this operation."
            : $"This operation is allowed for the following groups:\n{string.Join('\n', titles.Select(title => $"\t- {title}"))}";
        return OdooFault.Access($"You are not allowed to {verb} '{model.Description}' ({model.Name}) records.\n\n{who}\n\nContact your administrator to request access if necessary.");
    }
}
