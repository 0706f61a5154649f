using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GrantSync.Web.Languages;

/// <summary>One language: English words to its own, read from the file that is built in.</summary>
internal sealed partial class LanguageFile
{
    private readonly List<(Regex Made, string Words)> patterns;

    private LanguageFile(byte[] json)
    {
        Json = json;
        Version = Convert.ToHexString(SHA256.HashData(json))[..12].ToLowerInvariant();
        Words = JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.ToFrozenDictionary(StringComparer.Ordinal);

        // the longest first: it says most
        patterns = [.. Words.Where(w => Hole().IsMatch(w.Key)).OrderByDescending(w => w.Key.Length).Select(w => (PatternOf(w.Key), w.Value))];
    }

    public byte[] Json { get; }

    public string Version { get; }

    public FrozenDictionary<string, string> Words { get; }

    public static LanguageFile Read(string code)
    {
        using var file = typeof(LanguageFile).Assembly.GetManifestResourceStream($"GrantSync.Web.Languages.{code}.json")!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return new LanguageFile(bytes.ToArray());
    }

    /// <summary>What was filled in is kept as it was; a sentence that is not known stays English.</summary>
    public string Say(string sentence)
    {
        if (Words.TryGetValue(sentence, out var whole))
        {
            return whole;
        }

        foreach (var (made, words) in patterns)
        {
            if (made.Match(sentence) is { Success: true } match)
            {
                return Hole().Replace(words, hole => match.Groups["n" + hole.Groups[1].Value].Value);
            }
        }

        return sentence;
    }

    /// <summary><c>{0} lines</c> is <c>^(?&lt;n0&gt;.+?) lines$</c>; a number that stands twice must be the same twice.</summary>
    private static Regex PatternOf(string english)
    {
        var seen = new HashSet<string>();
        var parts = Hole().Split(english).Select((part, at) =>
            at % 2 == 0 ? Regex.Escape(part) : seen.Add(part) ? $"(?<n{part}>.+?)" : $"\\k<n{part}>");
        return new Regex($"^{string.Concat(parts)}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
    }

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Hole();
}
