using System.Globalization;
using GrantSync.Application.Actuals;
using Microsoft.AspNetCore.Http.Extensions;

namespace GrantSync.Web.Pages.Actuals;

/// <summary>What the list of manual actuals is narrowed to, as it stands in its address.</summary>
public sealed record ManualFilter
{
    public string? Q { get; init; }

    public long? Project { get; init; }

    public long? Category { get; init; }

    public bool IsSet => !string.IsNullOrWhiteSpace(Q) || Project is not null || Category is not null;

    public ReadManualActuals Question(long grant, int page) => new(grant, Project, Category, Q, page);

    public string Address(long grant, params IReadOnlyList<(string Name, string? Value)> more)
    {
        (string Name, string? Value)[] own = [("q", Q?.Trim()), ("project", Text(Project)), ("category", Text(Category))];
        return string.Create(CultureInfo.InvariantCulture, $"/grants/{grant}/manual-actuals")
            + new QueryBuilder(own.Concat(more).Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => KeyValuePair.Create(p.Name, p.Value!)));
    }

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);
}
