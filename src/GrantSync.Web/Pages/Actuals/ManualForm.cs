using System.Globalization;
using GrantSync.Application.Actuals;

namespace GrantSync.Web.Pages.Actuals;

/// <summary>An entry as it is typed.</summary>
public sealed class ManualForm
{
    /// <summary>The entry that is corrected.</summary>
    public long? Id { get; set; }

    public long ProjectId { get; set; }

    /// <summary>Where it counts: <c>12:</c> in category 12, <c>12:34</c> on its detail line 34.</summary>
    public string? Place { get; set; }

    public DateOnly? Date { get; set; }

    public string? Description { get; set; }

    public string? Partner { get; set; }

    public string? Reference { get; set; }

    public string? Amount { get; set; }

    public static string PlaceOf(long category, long? line = null) => string.Create(CultureInfo.InvariantCulture, $"{category}:{line}");

    public static ManualForm Of(ManualActualItem entry) => new()
    {
        Id = entry.Id,
        ProjectId = entry.Project.Id,
        Place = PlaceOf(entry.Category.Id, entry.Line?.Id),
        Date = entry.Date,
        Description = entry.Description,
        Partner = entry.Partner,
        Reference = entry.Reference,
        Amount = Words.Plain(entry.Amount),
    };

    public SaveManualActual Save(long grant)
    {
        var place = (Place ?? "").Split(':');
        return new SaveManualActual(Id, grant, ProjectId, Number(place[0]) ?? 0, Number(place[^1]), Date, Description ?? "", Partner, Reference, Words.WithoutSpaces(Amount));
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
