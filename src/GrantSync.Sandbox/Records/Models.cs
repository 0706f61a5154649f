using System.Text.RegularExpressions;

namespace GrantSync.Sandbox.Records;

/// <summary>The models of one database, read from models.txt; root plans add columns while it runs.</summary>
internal static partial class Models
{
    public static Dictionary<string, Model> Of(int version, bool budgets)
    {
        var models = new Dictionary<string, Model>();
        Model? model = null;
        foreach (var line in budgets ? Resource.Lines("models.txt").Concat(Resource.Lines("budgets.txt")) : Resource.Lines("models.txt"))
        {
            if (Header().Match(line) is { Success: true } header)
            {
                model = new Model(header.Groups["name"].Value, header.Groups["order"].Value, header.Groups["description"].Value);
                if (IsIn(version, header.Groups["flag"].Value)) { models.Add(model.Name, model); }
                continue;
            }

            var (words, label) = (line[..line.IndexOf('|')].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                line[(line.IndexOf('|') + 1)..].Trim());
            var flags = words.Skip(2).ToHashSet();
            if (!flags.All(flag => IsIn(version, flag))) { continue; }
            model!.Add(Read(words[0], words[1], flags, label));
        }
        return models;
    }

    /// <summary>to17 is in 17 and before, from18 in 18 and after; any other flag is in all.</summary>
    private static bool IsIn(int version, string flag) => Bound().Match(flag) is not { Success: true } bound
        || (int.Parse(bound.Groups["version"].Value, System.Globalization.CultureInfo.InvariantCulture) is var limit
            && (flag[0] == 't' ? version <= limit : version >= limit));

    [GeneratedRegex(@"^(to|from)(?<version>\d+)$")]
    private static partial Regex Bound();

    private static Field Read(string name, string type, HashSet<string> flags, string label)
    {
        var (kind, target) = type.IndexOf(':') is var colon and > 0 ? (type[..colon], type[(colon + 1)..]) : (type, null);
        var inverse = kind == "one2many" && !flags.Contains("computed") ? target![(target!.LastIndexOf('.') + 1)..] : null;
        return new Field(name, kind, label)
        {
            Relation = inverse is null ? target : target![..^(inverse.Length + 1)],
            Inverse = inverse,
            Required = flags.Contains("required"),
            ReadOnly = flags.Contains("readonly"),
            Computed = flags.Contains("computed") || inverse is not null,
            Indexed = flags.Contains("index"),
        };
    }

    [GeneratedRegex(@"^model (?<name>\S+) order (?<order>[^|]+?)(?: (?<flag>(to|from)\d+))? \| (?<description>.+)$")]
    private static partial Regex Header();
}
