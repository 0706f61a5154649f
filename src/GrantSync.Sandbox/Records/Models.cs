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
                var only = header.Groups["only"].Value;
                if (only.Length == 0 || only == $"only{version}") { models.Add(model.Name, model); }
                continue;
            }

            var (words, label) = (line[..line.IndexOf('|')].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                line[(line.IndexOf('|') + 1)..].Trim());
            var flags = words.Skip(2).ToHashSet();
            if (flags.Any(flag => flag.StartsWith("only", StringComparison.Ordinal)) && !flags.Contains($"only{version}")) { continue; }
            model!.Add(Read(words[0], words[1], flags, label));
        }
        return models;
    }

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

    [GeneratedRegex(@"^model (?<name>\S+) order (?<order>[^|]+?)(?: (?<only>only\d+))? \| (?<description>.+)$")]
    private static partial Regex Header();
}
