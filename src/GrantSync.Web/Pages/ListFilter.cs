using System.Globalization;
using GrantSync.Application.Lists;
using Microsoft.AspNetCore.Http.Extensions;

namespace GrantSync.Web.Pages;

/// <summary>What a list's address says of what to show, and in which order.</summary>
public record ListFilter
{
    public string? Q { get; init; }

    public Which Show { get; init; }

    /// <summary>A column, with a minus for the last first.</summary>
    public string? Sort { get; init; }

    /// <summary>The column that it is sorted by when nothing is said.</summary>
    public virtual string FirstSort => "name";

    /// <summary>Something narrows the list; its order does not.</summary>
    public bool IsSet => Fields().Any(f => f.Name != "sort" && !string.IsNullOrEmpty(f.Value));

    /// <summary>Where the list is with this filter.</summary>
    public string Address(string path, string? handler = null) => path + new QueryBuilder(
        Fields().Prepend((Name: "handler", Value: handler)).Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!)));

    /// <summary>Where the list is sorted by this column, the other way round if it is so already.</summary>
    public string SortedBy(string path, string column) => (this with { Sort = Now == new Sorting(column, false) ? $"-{column}" : column }).Address(path);

    /// <summary>How it is sorted by this column, as <c>aria-sort</c> says it; null when it is not.</summary>
    public string? Order(string column) => Now.By != column ? null : Now.LastFirst ? "descending" : "ascending";

    protected virtual IEnumerable<(string Name, string? Value)> Fields() =>
        [("q", Q?.Trim()), ("show", Show == Which.Active ? null : Show.ToString().ToLowerInvariant()), ("sort", Sort)];

    protected static string? Number(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    private Sorting Now => Sorting.Read(Sort, FirstSort);
}

/// <summary>The form above a list: where it is, what is searched, and what of it can be archived.</summary>
public sealed record FilterBar(ListFilter Filter, string Path, string Search, string Archived);
