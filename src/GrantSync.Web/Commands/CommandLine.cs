namespace GrantSync.Web.Commands;

/// <summary>The words after a command: <c>--name value</c>, <c>--name=value</c>, <c>--flag</c>, and what stands by itself.</summary>
public sealed class CommandLine
{
    private readonly Dictionary<string, string?> options = new(StringComparer.Ordinal);

    /// <summary>Reads the words; an option that is neither in <paramref name="valued"/> nor in <paramref name="flags"/> stops the command.</summary>
    public CommandLine(IReadOnlyList<string> words, string[] valued, string[] flags)
    {
        var plain = new List<string>();
        for (var at = 0; at < words.Count; at++)
        {
            if (!words[at].StartsWith("--", StringComparison.Ordinal))
            {
                plain.Add(words[at]);
                continue;
            }

            var (name, value) = Split(words[at]);
            if (flags.Contains(name) && value is null)
            {
                options[name] = null;
            }
            else if (valued.Contains(name))
            {
                options[name] = value ?? (at + 1 < words.Count ? words[++at] : throw new CannotRunException($"--{name} needs a value behind it."));
            }
            else
            {
                var known = valued.Concat(flags).Select(option => $"--{option}").ToList();
                throw new CannotRunException($"--{name} is no option here. {(known.Count == 0 ? "There are none." : $"There are {string.Join(", ", known)}.")}");
            }
        }

        Words = plain;
    }

    /// <summary>What stands by itself, in order.</summary>
    public IReadOnlyList<string> Words { get; }

    public bool Has(string flag) => options.ContainsKey(flag);

    public string? Value(string option) => options.GetValueOrDefault(option);

    public string Needed(string option) => Value(option) is { Length: > 0 } value ? value : throw new CannotRunException($"--{option} is missing.");

    private static (string Name, string? Value) Split(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (word[2..], null) : (word[2..equals], word[(equals + 1)..]);
    }
}

/// <summary>A command cannot run as it was asked. The message is for the person at the terminal and says what to do.</summary>
public sealed class CannotRunException(string message) : Exception(message);
