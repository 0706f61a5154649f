using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;
using GrantSync.Web.Pages;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Tests;

/// <summary>The file of a language against the sources: nothing shown lacks its words, nothing in the file is shown nowhere.</summary>
public sealed partial class LanguageFileTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src"));

    private static readonly IReadOnlyList<KeyValuePair<string, string>> Dutch =
        [.. JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Path.Combine(Root, "GrantSync.Web", "Languages", "nl.json")))!];

    [Fact]
    public void Every_word_that_is_shown_has_its_Dutch()
    {
        var known = Dutch.Select(w => w.Key).ToHashSet();
        var lacking = Sources("GrantSync.Web").SelectMany(s => Shown(s.Name, s.Text).Where(word => !known.Contains(word)).Select(word => $"{s.Name}: {word}"));
        Assert.Equal([], lacking.Distinct());
    }

    [Fact]
    public void No_view_has_a_sentence_that_is_not_said()
    {
        var views = Sources("GrantSync.Web").Where(s => s.Name.EndsWith(".cshtml", StringComparison.Ordinal));
        Assert.Equal([], views.SelectMany(s => Prose().Matches(s.Text).Concat(ProseInAttribute().Matches(s.Text)).Select(m => $"{s.Name}: {m.Groups[1].Value.Trim()}")));
    }

    [Fact]
    public void Every_word_in_the_file_is_shown_somewhere()
    {
        var literals = new HashSet<string>();
        var made = new List<Regex>();
        foreach (var (name, text) in Sources("GrantSync.Web").Concat(Sources("GrantSync.Application")).Concat(Sources("GrantSync.Odoo")))
        {
            literals.UnionWith(Shown(name, text));
            foreach (var sentence in SourceSentences.In(text))
            {
                literals.UnionWith(sentence.Whole.Split(SourceSentence.Hole).Append(sentence.Whole).Select(part => part.Trim(' ', '(', ')')).Append(sentence.Whole));
                if (sentence.HasHoles && sentence.Letters >= 4)
                {
                    made.Add(sentence.Made());
                }
            }
        }

        Assert.Equal([], Dutch.Select(w => w.Key).Where(key => !literals.Contains(key) && !made.Exists(m => m.IsMatch(key))));
    }

    [Fact]
    public void The_file_is_sorted_and_has_an_entry_a_line()
    {
        Assert.Equal(Dutch.Select(w => w.Key).Order(StringComparer.Ordinal), Dutch.Select(w => w.Key));
        Assert.Equal(Dutch.Count + 2, File.ReadAllLines(Path.Combine(Root, "GrantSync.Web", "Languages", "nl.json")).Length);
    }

    [Fact]
    public void What_is_filled_in_stands_in_both_languages()
    {
        Assert.Equal([], Dutch.Where(w => !Holes(w.Key).SetEquals(Holes(w.Value))).Select(w => w.Key));
        Assert.Equal([], Dutch.Where(w => string.IsNullOrWhiteSpace(w.Value)).Select(w => w.Key));

        static HashSet<string> Holes(string words) => [.. Hole().Matches(words).Select(h => h.Groups[1].Value)];
    }

    [Theory]
    [InlineData("This grant is closed, and archived in Odoo. Reopen it first.", "Deze subsidie is afgesloten, en gearchiveerd in Odoo. Heropen haar eerst.")]
    [InlineData("The projects' parts come to 100.50 EUR, the budget to 2500.00 EUR. Allocate the difference first.", "De delen van de projecten komen op 100,50 EUR, de begroting op 2500,00 EUR. Verdeel eerst het verschil.")]
    [InlineData("Its start was changed in Odoo from 2026-03-01 to no date.", "De begindatum is in Odoo gewijzigd van 1 mrt 2026 in geen datum.")]
    [InlineData("Renamed in Odoo from “A. Baker” to “B”. Archived in Odoo. Decide on the page Drift.", "In Odoo hernoemd van “A. Baker” in “B”. Gearchiveerd in Odoo. Beslis op de pagina Afwijkingen.")]
    [InlineData("https://x cannot be reached. Odoo could not be reached (no answer within 5 s). Nothing was sent. Check the address, and that the server is up.", "https://x is niet bereikbaar. Odoo was niet bereikbaar (geen antwoord binnen 5 s). Er is niets verzonden. Controleer het adres, en of de server aan staat.")]
    [InlineData("Odoo refused it: Codes. Must be unique. Nothing was written. Correct what it names and send again.", "Odoo weigerde het: Codes. Must be unique. Er is niets geschreven. Verbeter wat Odoo noemt en verzend opnieuw.")]
    [InlineData("The unit Kenya has 5 open grants: A, B, C and 2 more. Close or remove them first.", "De eenheid Kenya heeft 5 open subsidies: A, B, C en nog 2. Sluit die eerst af of verwijder ze.")]
    [InlineData("A sentence that nobody ever wrote here.", "A sentence that nobody ever wrote here.")]
    public void A_sentence_of_the_Application_is_said_in_Dutch(string english, string dutch) => InDutch(() =>
        Assert.Equal(dutch.Replace("mrt 2026", $"{DutchCulture.DateTimeFormat.AbbreviatedMonthGenitiveNames[2]} 2026", StringComparison.Ordinal), Language.Said(english)));

    [Fact]
    public void A_day_and_a_typed_number_follow_the_language()
    {
        Assert.Equal("21 Nov 2026", Language.Day(new DateOnly(2026, 11, 21)));
        Assert.Equal("1,250", Language.Mirrored("1,250"));
        InDutch(() =>
        {
            Assert.Equal($"21 {DutchCulture.DateTimeFormat.AbbreviatedMonthGenitiveNames[10]} 2026", Language.Day(new DateOnly(2026, 11, 21)));
            Assert.Equal("1250.50", Language.Mirrored("1250,50"));
        });
    }

    [Fact]
    public void What_a_script_of_a_page_is_told_is_Dutch() => InDutch(() =>
    {
        Assert.Contains("Wacht op het record waaraan het hangt", Sent(PageJson.Of<RecordState>(new RecordState(LineState.Waiting, "Waits for the record that it hangs on, which Odoo refused.", null, null))), StringComparison.Ordinal);
        var refused = Sent(PageJson.Of<RecordState>(new Invalid("2 fields need attention. Nothing was saved.", [new FieldError("Lines[0].Code", "Give the line a code.")])));
        Assert.Contains("2 velden vragen aandacht.", refused, StringComparison.Ordinal);
        Assert.Contains("Geef de regel een code.", refused, StringComparison.Ordinal);

        static string Sent(JsonResult json) => JsonSerializer.Serialize(json.Value, (JsonSerializerOptions)json.SerializerSettings!);
    });

    /// <summary>Odoo's own words may be anything; they must not hold up the page.</summary>
    [Fact]
    public void A_long_text_of_Odoo_is_shown_as_it_is() => InDutch(() =>
    {
        var traceback = string.Concat(Enumerable.Repeat("File server.py, line 12. In call records of the plan has been: ", 30));
        Assert.Equal(traceback, Language.Said(traceback));
    });

    private static CultureInfo DutchCulture => CultureInfo.GetCultureInfo("nl");

    private static void InDutch(Action say)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = DutchCulture;
        try
        {
            say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static IEnumerable<(string Name, string Text)> Sources(string project) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, project), "*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Root, file)
        where Path.GetExtension(name) is ".cs" or ".cshtml" or ".js" && !name.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules" or "lib")
        select (name, File.ReadAllText(file));

    /// <summary>The words that a file shows by themselves: <c>T("…")</c>, <c>Plural(…, "…", "…")</c>, <c>words="…"</c> of a sentence, <c>t('…')</c>.</summary>
    private static IEnumerable<string> Shown(string name, string text) => name.EndsWith(".js", StringComparison.Ordinal)
        ? Script().Matches(text).Select(m => m.Groups[1].Value.Replace(@"\'", "'", StringComparison.Ordinal))
        : new[] { Said(), Plural(), Sentence(), EitherSentence() }.SelectMany(r => r.Matches(text)).SelectMany(m => m.Groups.Values.Skip(1))
            .Select(g => g.Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\{(\d)(?::[ndws])?\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"(?<=[\w""/])>\s*([^<>@{}="";]*\b[A-Za-z]{2,},? [a-z]{2,}\b[^<>@{}=""]*)")]
    private static partial Regex Prose();

    [GeneratedRegex(@"\b(?:label|hint|aria-label|placeholder|title|data-label|data-confirm|data-confirm-button|hx-confirm)=""([^""@]*[a-z]{3,} [a-z]{2,}[^""@]*)""")]
    private static partial Regex ProseInAttribute();

    [GeneratedRegex(@"\bT\(\s*""((?:[^""\\]|\\.)+)""")]
    private static partial Regex Said();

    [GeneratedRegex(@"\bPlural\([^;]*?,\s*""((?:[^""\\]|\\.)+)"",\s*""((?:[^""\\]|\\.)+)""\s*\)")]
    private static partial Regex Plural();

    [GeneratedRegex(@"<sentence words=""([^""@]+)""")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"(?:<sentence words=""@\(|\bT\()[^""()]*\? ""([^""]+)"" : ""([^""]+)""")]
    private static partial Regex EitherSentence();

    [GeneratedRegex(@"\bt\(\s*'((?:[^'\\]|\\.)+)'")]
    private static partial Regex Script();
}
