using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>The lines of Odoo, and the entries made by hand, that make one number of a grant's actuals.</summary>
/// <param name="Project">One project's; 0 for no project of the grant.</param>
/// <param name="From">The first month, by any of its days.</param>
/// <param name="To">The last month, by any of its days.</param>
/// <param name="Category">One category's; 0 for no category of the budget.</param>
/// <param name="Line">One detail line's; 0 for none.</param>
/// <param name="Part">Only what is actual, or only what is committed.</param>
/// <param name="Contradicting">Only lines whose category is another than their detail line's.</param>
/// <param name="Page">From 1.</param>
/// <param name="Days">Only these days: a budget's periods need not begin with a month.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadActualLines(
    long GrantId,
    long? Project = null,
    DateOnly? From = null,
    DateOnly? To = null,
    long? Category = null,
    long? Line = null,
    SpentPart? Part = null,
    bool Contradicting = false,
    int Page = 1,
    DayRange? Days = null) : IQuery<ActualLinesPage>;

/// <summary>Which part of a line counts.</summary>
public enum SpentPart
{
    /// <summary>Not waiting to be paid.</summary>
    Actual,

    /// <summary>Posted and not paid yet.</summary>
    Committed,
}

/// <param name="Currency">The figures' currency.</param>
/// <param name="Sum">What all the lines, on every page, come to in it: the number that was opened.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Page">Which page this is, from 1.</param>
/// <param name="Pages">How many there are, at least 1.</param>
public sealed record ActualLinesPage(string Currency, decimal Sum, int Count, int Page, int Pages, IReadOnlyList<ActualLineItem> Lines);

/// <param name="OdooId">The id of the analytic line in Odoo; null for a manual entry, which is not there.</param>
/// <param name="Entry">The journal entry's number; null for a line that was made by hand.</param>
/// <param name="Amount">As in Odoo: in the company's currency, a cost negative; null for a manual entry.</param>
/// <param name="Currency">The company's currency; null for a manual entry.</param>
/// <param name="Unpaid">The part of the amount that is not paid; null when that is not known.</param>
/// <param name="Spent">What it counts for in the number that was opened.</param>
/// <param name="Category">Code of the category that it counts in; null for none of the budget's.</param>
/// <param name="Line">Code of the detail line that it counts on; null for none.</param>
public sealed record ActualLineItem(
    int? OdooId,
    DateOnly Date,
    string Text,
    string? Partner,
    string? Reference,
    string? Entry,
    string? LedgerAccount,
    decimal? Amount,
    string? Currency,
    decimal? Unpaid,
    decimal Spent,
    string? Project,
    string? Category,
    string? Line)
{
    /// <summary>For what was entered by hand: the entry.</summary>
    public long? ManualId { get; init; }
}

internal sealed class ReadActualLinesHandler(GrantSyncDb db, GrantActuals actuals, ActualsLimits limits) : IRequestHandler<ReadActualLines, Result<ActualLinesPage>>
{
    public async Task<Result<ActualLinesPage>> Handle(ReadActualLines request, CancellationToken cancellationToken)
    {
        if (await actuals.Read(request.GrantId, cancellationToken) is not { } spending)
        {
            return new GrantIsGone();
        }

        var filter = new ActualsFilter(request.Project, request.From, request.To);
        var found = spending.Counted()
            .Where(c => filter.Holds(c.Place)
                && (request.Category is null || (c.Place.Category ?? 0) == request.Category)
                && (request.Line is null || (c.Place.Line ?? 0) == request.Line)
                && (!request.Contradicting || c.Contradicts)
                && (request.Days is not { } days || (c.Date >= days.From && c.Date <= days.To)))
            .Select(c => (Seen: c, Counts: Counts(c.Spent, request.Part)))
            .Where(l => request.Part is null || l.Counts != 0 || (request.Part == SpentPart.Actual && l.Seen.Spent is { Actual: 0, Committed: 0 }))
            .OrderByDescending(l => l.Seen.Date).ThenByDescending(l => l.Seen.Row?.OdooId).ThenByDescending(l => l.Seen.Entry?.Id).ToList();
        var pages = Math.Max(1, (found.Count + limits.PageSize - 1) / limits.PageSize);
        var page = Math.Clamp(request.Page, 1, pages);
        var shown = found.Skip((page - 1) * limits.PageSize).Take(limits.PageSize).ToList();
        var ids = shown.Where(l => l.Seen.Row is not null).Select(l => l.Seen.Row!.OdooId).ToList();
        var readId = spending.Read?.Id ?? 0;
        var whole = await db.ActualLines.AsNoTracking().Where(l => l.ReadId == readId && ids.Contains(l.OdooId)).ToDictionaryAsync(l => l.OdooId, cancellationToken);
        var projects = spending.Whole.Grant.Projects.ToDictionary(p => p.Id, p => p.Code);
        var categories = spending.Whole.Budget.Categories.ToDictionary(c => c.Id, c => c.Code);
        var lines = spending.Whole.Budget.Categories.SelectMany(c => c.Lines).ToDictionary(l => l.Id, l => l.Code);

        // a reading that has just ended has taken the lines of this one away; what is counted stays right
        ActualLineItem? Item(Counted seen, decimal counts)
        {
            var (project, category, line) = (Code(projects, seen.Place.Project), Code(categories, seen.Place.Category), Code(lines, seen.Place.Line));
            return seen.Entry is { } entry
                ? new ActualLineItem(null, entry.Date, entry.Description, entry.Partner, entry.Reference, null, null, null, null, 0, counts, project, category, line) { ManualId = entry.Id }
                : whole.GetValueOrDefault(seen.Row!.OdooId) is { } odoo
                    ? new ActualLineItem(
                        odoo.OdooId, odoo.Date, odoo.Text, odoo.Partner, odoo.Reference, odoo.Entry, odoo.LedgerAccount, odoo.Amount, odoo.Currency, odoo.Unpaid, counts, project, category, line)
                    : null;
        }

        return new ActualLinesPage(
            spending.Conversion.Figures, found.Sum(l => l.Counts), found.Count, page, pages, [.. shown.Select(l => Item(l.Seen, l.Counts)).OfType<ActualLineItem>()]);
    }

    private static decimal Counts(Spent spent, SpentPart? part) => part switch
    {
        SpentPart.Actual => spent.Actual,
        SpentPart.Committed => spent.Committed,
        _ => spent.Actual + spent.Committed,
    };

    private static string? Code(Dictionary<long, string> codes, long? id) => id is { } known ? codes.GetValueOrDefault(known) : null;
}
