using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GrantSync.Web.Languages;

/// <summary>One language: English words to its own, read from the file that is built in.</summary>
internal sealed partial class LanguageFile
{
    /// <summary>A pattern that says less could take a sentence that it was not made for.</summary>
    private const int FewestLetters = 7;

    /// <summary>What is longer holds Odoo's own words only.</summary>
    private const int Longest = 2000;

    private readonly List<(Regex Made, string Words)> patterns;
    private readonly List<(Regex Made, string Words)> loosePatterns;

    private LanguageFile(byte[] json)
    {
        Json = json;
        Version = Convert.ToHexString(SHA256.HashData(json))[..12].ToLowerInvariant();
        Words = JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.ToFrozenDictionary(StringComparer.Ordinal);

        // the longest first: it says most
        var made = Words.Where(w => Hole().IsMatch(w.Key) && Hole().Replace(w.Key, "").Count(char.IsLetter) >= FewestLetters)
            .OrderByDescending(w => Hole().Replace(w.Key, "").Length).ToList();
        patterns = made.ConvertAll(w => (PatternOf(w.Key, w.Value, isLoose: false), w.Value));
        loosePatterns = made.ConvertAll(w => (PatternOf(w.Key, w.Value, isLoose: true), w.Value));
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

    /// <summary>
    /// A sentence that is not known stays English. What was filled in is kept as it was, unless the words say what it is: <c>{0:n}</c> a number,
    /// <c>{0:d}</c> a day, <c>{0:w}</c> words of ours, <c>{0:s}</c> sentences that were said themselves.
    /// </summary>
    public string Say(string sentence) => sentence.Length > Longest ? sentence : Known(sentence, patterns) ?? InTurn(sentence, patterns) ?? InTurn(sentence, loosePatterns) ?? Known(sentence, loosePatterns) ?? sentence;

    private string? Known(string sentence, List<(Regex Made, string Words)> among)
    {
        if (Words.TryGetValue(sentence, out var whole))
        {
            return whole;
        }

        foreach (var (made, words) in among)
        {
            if (Matched(made, sentence) is { Success: true } match)
            {
                return Hole().Replace(words, hole => Filled(hole.Groups[2].Value, match.Groups["n" + hole.Groups[1].Value].Value));
            }
        }

        return null;
    }

    /// <summary>Several in a row, of which the first is known: each is said by itself.</summary>
    private string? InTurn(string sentence, List<(Regex Made, string Words)> among)
    {
        for (var at = sentence.IndexOf(". ", StringComparison.Ordinal); at > 0; at = sentence.IndexOf(". ", at + 1, StringComparison.Ordinal))
        {
            if (Known(sentence[..(at + 1)], among) is { } first)
            {
                return $"{first} {Say(sentence[(at + 2)..])}";
            }
        }

        return null;
    }

    /// <summary>Odoo's own words can be of any length and form: one that takes too long is not ours.</summary>
    private static Match? Matched(Regex made, string sentence)
    {
        try
        {
            return made.Match(sentence);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private string Filled(string kind, string text) => kind switch
    {
        "n" => Language.Mirrored(text),
        "d" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Language.Day(day) : Say(text),
        "w" or "s" => Say(text),
        _ => text,
    };

    /// <summary>
    /// <c>{0} lines</c> is <c>^(?&lt;n0&gt;.+?) lines$</c>; a number that stands twice must be the same twice. What fills a hole is not the end of one
    /// sentence and the beginning of the next, but where the words say that it is sentences.
    /// </summary>
    private static Regex PatternOf(string english, string words, bool isLoose)
    {
        var seen = new HashSet<string>();
        var parts = KeyHole().Split(english).Select((part, at) => at % 2 == 0
            ? Regex.Escape(part)
            : !seen.Add(part) ? $"\\k<n{part}>"
            : isLoose || words.Contains($"{{{part}:s}}", StringComparison.Ordinal) ? $"(?<n{part}>.+?)"
            : $@"(?<n{part}>(?:(?!\. ).)+?)");
        return new Regex($"^{string.Concat(parts)}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
    }

    [GeneratedRegex(@"\{(\d)(?::([ndws]))?\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex KeyHole();
}
