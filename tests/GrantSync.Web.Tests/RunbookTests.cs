using System.Globalization;
using System.Runtime.CompilerServices;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Web.Languages;

namespace GrantSync.Web.Tests;

/// <summary>The runbook has a chapter for each cause, with the same words in the program, in Dutch and in the manual.</summary>
public sealed class RunbookTests
{
    public static TheoryData<HealthCause> Causes => [.. Enum.GetValues<HealthCause>()];

    [Theory]
    [MemberData(nameof(Causes))]
    public void Each_cause_has_a_chapter_in_the_program_in_Dutch_and_in_the_manual(HealthCause cause)
    {
        var chapter = Assert.Single(Runbook.Chapters, c => c.Cause == cause);
        Assert.Same(chapter, Runbook.Of(cause));
        Assert.InRange(chapter.Steps.Count, 2, 5);
        string[] words = [chapter.Title, chapter.Means, .. chapter.Steps];

        var dutch = Language.File("nl")!.Words;
        Assert.Equal([], words.Where(w => !dutch.ContainsKey(w)));

        var manual = File.ReadAllText(Path.Combine(Here(), "..", "..", "docs", "manual", "runbook.md")).ReplaceLineEndings("\n");
        var at = manual.IndexOf($"\n## {chapter.Title}\n", StringComparison.Ordinal);
        Assert.True(at >= 0, $"docs/manual/runbook.md has no chapter '{chapter.Title}'");
        var end = manual.IndexOf("\n## ", at + 1, StringComparison.Ordinal);
        var text = manual[at..(end < 0 ? manual.Length : end)];
        Assert.Contains(chapter.Means, text, StringComparison.Ordinal);
        Assert.Equal(
            chapter.Steps.Select((step, n) => string.Create(CultureInfo.InvariantCulture, $"{n + 1}. {step}")),
            text.Split('\n').Where(line => line.Length > 1 && char.IsAsciiDigit(line[0]) && line[1] == '.'));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
