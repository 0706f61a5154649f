using System.Linq.Expressions;
using FluentValidation;

namespace GrantSync.Application.Lists;

/// <summary>The order of a list as an address says it: <c>title</c>, or <c>-title</c> for the last first.</summary>
public readonly record struct Sorting(string By, bool LastFirst)
{
    public static Sorting Read(string? typed, string otherwise) => (string.IsNullOrEmpty(typed) ? otherwise : typed) is ['-', .. var by]
        ? new Sorting(by, true)
        : new Sorting(string.IsNullOrEmpty(typed) ? otherwise : typed, false);

    internal IOrderedQueryable<TRow> Apply<TRow, TKey>(IQueryable<TRow> rows, Expression<Func<TRow, TKey>> key) =>
        LastFirst ? rows.OrderByDescending(key) : rows.OrderBy(key);
}

internal static class SortingRules
{
    /// <summary>A list is sorted by one of the names given, or by nothing said.</summary>
    public static void MustSortBy<T>(this IRuleBuilder<T, string?> rule, params string[] names) => rule
        .Must(typed => string.IsNullOrEmpty(typed) || names.Contains(Sorting.Read(typed, "").By))
        .WithMessage($"The list can be sorted by {string.Join(", ", names)}, each with a minus before it for the other way round.");
}
