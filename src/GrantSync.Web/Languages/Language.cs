using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GrantSync.Web.Languages;

/// <summary>
/// The language that a page is shown in. The program is written in English; another language is one file, <c>nl.json</c>, from the English
/// words to its own. What a file does not have is shown in English (docs/decisions/0011).
/// </summary>
public static class Language
{
    public const string English = "en";

    /// <summary>Each with its own name for itself.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string> { [English] = "English", ["nl"] = "Nederlands" };

    private static readonly FrozenDictionary<string, LanguageFile> Files =
        Names.Keys.Where(code => code != English).ToFrozenDictionary(code => code, LanguageFile.Read);

    /// <summary>Of this request, such as <c>nl</c>.</summary>
    public static string Now => Files.ContainsKey(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName : English;

    /// <summary>For numbers and dates; English is written as we always did, whatever the server's own culture.</summary>
    public static CultureInfo Culture => Now == English ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(Now);

    /// <summary>The words in this request's language, with <c>{0}</c> filled in.</summary>
    public static string T(string english, params object?[] with)
    {
        var words = Now == English ? english : Files[Now].Words.GetValueOrDefault(english, english);
        return with.Length == 0 ? words : string.Format(CultureInfo.InvariantCulture, words, with);
    }

    /// <summary>
    /// A sentence of the Application, which only speaks English, in this request's language: found whole, or by the pattern it was made from.
    /// </summary>
    [return: NotNullIfNotNull(nameof(sentence))]
    public static string? Said(string? sentence) => sentence is null || Now == English ? sentence : Files[Now].Say(sentence);

    /// <summary>Such as <c>21 Nov 2026</c>, <c>21 nov 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", Culture);

    /// <summary>
    /// Between the program's numbers and the language's, in either direction. Point and comma change places, so that what can be read in two ways
    /// in English (1,250) can be in the other language too (1.250), and is refused there just so.
    /// </summary>
    public static string Mirrored(string number) => Now == English
        ? number
        : string.Create(number.Length, number, (to, from) =>
        {
            for (var at = 0; at < to.Length; at++)
            {
                to[at] = from[at] switch { '.' => ',', ',' => '.', var other => other };
            }
        });

    /// <summary>The file itself, for the scripts of the pages.</summary>
    internal static LanguageFile? File(string code) => Files.GetValueOrDefault(code);
}
