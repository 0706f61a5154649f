using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>What was entered by hand of a grant's projects that are not in Odoo, with what was corrected and removed.</summary>
/// <param name="Project">Entries of this project only.</param>
/// <param name="Category">Entries in this category of the budget only.</param>
/// <param name="Search">In description, partner, reference and the detail line's code.</param>
/// <param name="Page">From 1.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadManualActuals(long GrantId, long? Project = null, long? Category = null, string? Search = null, int Page = 1) : IQuery<ManualActualsView>;

public sealed record NothingOutsideOdoo()
    : NotFound("All projects of this grant are in Odoo, so nothing is entered by hand. A project that is kept outside Odoo is marked so under Projects.");

/// <param name="Currency">The grant's, in which all entries are.</param>
/// <param name="Sum">What all entries that are asked for come to, on every page; corrected and removed ones are not in it.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Pages">At least 1.</param>
/// <param name="Entries">Newest day first.</param>
/// <param name="Removed">What was taken out, as far as it is asked for, last removed first.</param>
/// <param name="Projects">What an entry can be on: not in Odoo, or with entries from when they were not.</param>
/// <param name="Categories">The budget's, with their detail lines.</param>
public sealed record ManualActualsView(
    long GrantId,
    string Currency,
    decimal Sum,
    int Count,
    int Page,
    int Pages,
    IReadOnlyList<ManualActualItem> Entries,
    IReadOnlyList<ManualActualItem> Removed,
    IReadOnlyList<ManualProject> Projects,
    IReadOnlyList<ManualCategory> Categories);

/// <param name="Amount">A cost is positive, money that came back negative.</param>
/// <param name="EnteredBy">Null when GrantSync does not know them any more.</param>
/// <param name="Former">What it said before, each in the place of the one after it; newest first.</param>
public sealed record ManualActualItem(
    long Id,
    DateOnly Date,
    ManualProject Project,
    ManualPlace Category,
    ManualPlace? Line,
    string Description,
    string? Partner,
    string? Reference,
    decimal Amount,
    DateTimeOffset EnteredAt,
    string? EnteredBy,
    DateTimeOffset? RemovedAt,
    string? RemovedBy,
    IReadOnlyList<ManualActualItem> Former);

/// <param name="TakesEntries">New entries can be made on it: it is not in Odoo and was not removed.</param>
public sealed record ManualProject(long Id, string Code, string Name, bool TakesEntries);

/// <summary>A category or a detail line.</summary>
public sealed record ManualPlace(long Id, string Code, string Name);

/// <param name="TakesEntries">It is still in the budget.</param>
public sealed record ManualCategory(long Id, string Code, string Name, bool TakesEntries, IReadOnlyList<ManualPlace> Lines);

internal sealed class ReadManualActualsHandler(GrantSyncDb db, ActualsLimits limits) : IRequestHandler<ReadManualActuals, Result<ManualActualsView>>
{
    public async Task<Result<ManualActualsView>> Handle(ReadManualActuals request, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.AsNoTracking().Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken);
        if (grant is null)
        {
            return new GrantIsGone();
        }

        var all = await db.ManualActuals.AsNoTracking().Where(a => a.GrantId == grant.Id).OrderByDescending(a => a.Date).ThenByDescending(a => a.Id).ToListAsync(cancellationToken);
        var used = all.Select(a => a.ProjectId).ToHashSet();
        var projects = grant.Projects.Where(p => used.Contains(p.Id) || (p.NotInOdoo && p.RemovedAt is null)).OrderBy(p => p.Id)
            .ToDictionary(p => p.Id, p => new ManualProject(p.Id, p.Code, p.Name, p.NotInOdoo && p.RemovedAt is null));
        if (projects.Count == 0)
        {
            return new NothingOutsideOdoo();
        }

        var budget = await db.Budgets.AsNoTracking().AsSplitQuery().Include(b => b.Categories).ThenInclude(c => c.Lines).SingleAsync(b => b.GrantId == grant.Id, cancellationToken);
        var lines = budget.Categories.SelectMany(c => c.Lines).ToDictionary(l => l.Id);
        var inUse = all.Where(a => a.Stands).ToList();
        var people = await db.Users.AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
        var formerOf = all.Where(a => a.ReplacedBy is not null).ToDictionary(a => a.ReplacedBy!.Value);
        string? Name(long? user) => user is { } known ? people.GetValueOrDefault(known) : null;
        ManualPlace? Line(long? id) => id is { } known ? Place(lines[known]) : null;
        ManualActualItem Item(ManualActual entry, bool withFormer = true)
        {
            var category = budget.Categories.Single(c => c.Id == entry.CategoryId);
            return new ManualActualItem(
                entry.Id, entry.Date, projects[entry.ProjectId], new ManualPlace(category.Id, category.Code, category.Name), Line(entry.LineId), entry.Description,
                entry.Partner, entry.Reference, entry.Amount, entry.EnteredAt, Name(entry.EnteredBy), entry.RemovedAt, Name(entry.RemovedBy),
                withFormer ? [.. Former(entry, formerOf).Select(f => Item(f, withFormer: false))] : []);
        }

        var text = request.Search?.Trim();
        bool Asked(ManualActual entry) =>
            (request.Project is null || entry.ProjectId == request.Project)
            && (request.Category is null || entry.CategoryId == request.Category)
            && (string.IsNullOrEmpty(text) || new[] { entry.Description, entry.Partner, entry.Reference, Line(entry.LineId)?.Code }
                .Any(word => word?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true));

        var found = inUse.Where(Asked).ToList();
        var pages = Math.Max(1, (found.Count + limits.PageSize - 1) / limits.PageSize);
        var page = Math.Clamp(request.Page, 1, pages);
        return new ManualActualsView(
            grant.Id,
            grant.Currency,
            found.Sum(a => a.Amount),
            found.Count,
            page,
            pages,
            [.. found.Skip((page - 1) * limits.PageSize).Take(limits.PageSize).Select(a => Item(a))],
            [.. all.Where(a => a.RemovedAt is not null && Asked(a)).OrderByDescending(a => a.RemovedAt).Select(a => Item(a))],
            [.. projects.Values],
            [
                .. budget.Categories.OrderBy(c => c.Position).ThenBy(c => c.Id).Where(c => c.RemovedAt is null || inUse.Any(a => a.CategoryId == c.Id))
                    .Select(c => new ManualCategory(
                        c.Id, c.Code, c.Name, c.RemovedAt is null,
                        [.. c.Lines.Where(l => l.RemovedAt is null || inUse.Any(a => a.LineId == l.Id)).OrderBy(l => l.Position).ThenBy(l => l.Id).Select(Place)])),
            ]);
    }

    private static ManualPlace Place(BudgetLine line) => new(line.Id, line.Code, line.Description);

    private static IEnumerable<ManualActual> Former(ManualActual entry, Dictionary<long, ManualActual> formerOf)
    {
        while (formerOf.TryGetValue(entry.Id, out var former))
        {
            yield return entry = former;
        }
    }
}
