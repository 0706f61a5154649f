using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Amendments;

/// <summary>Where a grant stands: draft or awarded, its revisions, and what the saved budget has that the newest one has not.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadRevisions(long GrantId) : IQuery<RevisionsView>;

/// <summary>One revision with all that it holds.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ReadRevision(long GrantId, int Number) : IQuery<RevisionView>;

/// <param name="AwardedOn">Null for a draft.</param>
/// <param name="Revisions">Newest first; none for a draft.</param>
/// <param name="Total">Of the saved budget.</param>
/// <param name="Draft">What differs from the newest revision; null for a draft, and when nothing does.</param>
/// <param name="Mark">Names the saved budget; send it as <c>seen</c> when you decide about it.</param>
public sealed record RevisionsView(
    long GrantId, DateOnly? AwardedOn, string Currency, int Decimals, IReadOnlyList<RevisionItem> Revisions, decimal Total, BudgetChange? Draft, string Mark)
{
    public RevisionItem? Newest => Revisions.Count > 0 ? Revisions[0] : null;

    /// <summary>What differs, in words; null when nothing does.</summary>
    public string? Changes => Draft?.InWords();

    /// <summary>Nothing was amended yet, so the award can be taken back.</summary>
    public bool MayTakeBack => Revisions.Count == 1;
}

/// <param name="Difference">Of the total to the revision before; null for the first.</param>
public sealed record RevisionItem(int Number, DateOnly ApprovedOn, string Reason, DateTimeOffset KeptAt, string? KeptBy, decimal Total, decimal? Difference);

public sealed record RevisionView(RevisionItem Revision, BudgetSnapshot Budget);

public sealed record RevisionIsNotThere(int Number) : NotFound(string.Create(CultureInfo.InvariantCulture, $"There is no revision {Number} of this grant."));

internal sealed class ReadRevisionsHandlers(GrantSyncDb db, KeptBudget kept)
    : IRequestHandler<ReadRevisions, Result<RevisionsView>>, IRequestHandler<ReadRevision, Result<RevisionView>>
{
    public async Task<Result<RevisionsView>> Handle(ReadRevisions request, CancellationToken cancellationToken)
    {
        if (await kept.Read(request.GrantId, cancellationToken) is not { } budget)
        {
            return new GrantIsGone();
        }

        var items = await Items(budget.Grant, cancellationToken);
        var newest = await kept.Newest(budget.Grant, cancellationToken);
        var change = newest is null ? null : BudgetComparison.Of(BudgetSnapshot.Read(newest.Snapshot), budget.Now);
        return new RevisionsView(
            request.GrantId, budget.Grant.AwardedOn, budget.Now.Currency, Money.Decimals(budget.Now.Currency), items, budget.Now.Total, change is { IsNothing: false } ? change : null,
            budget.Now.Mark());
    }

    public async Task<Result<RevisionView>> Handle(ReadRevision request, CancellationToken cancellationToken)
    {
        if (await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken) is not { } grant)
        {
            return new GrantIsGone();
        }

        if (await kept.Of(grant).SingleOrDefaultAsync(r => r.Number == request.Number, cancellationToken) is not { } revision)
        {
            return new RevisionIsNotThere(request.Number);
        }

        var item = (await Items(grant, cancellationToken)).Single(r => r.Number == request.Number);
        return new RevisionView(item, BudgetSnapshot.Read(revision.Snapshot));
    }

    private async Task<List<RevisionItem>> Items(Grant grant, CancellationToken cancellationToken)
    {
        var rows = await kept.Of(grant).OrderBy(r => r.Number).Select(r => new { r.Number, r.ApprovedOn, r.Reason, r.KeptAt, r.KeptBy, r.Total }).ToListAsync(cancellationToken);
        var people = rows.Select(r => r.KeptBy).ToList();
        var names = await db.Users.AsNoTracking().Where(u => people.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
        return
        [
            .. rows.Select((r, at) => new RevisionItem(
                r.Number, r.ApprovedOn, r.Reason, r.KeptAt, r.KeptBy is { } person ? names.GetValueOrDefault(person) : null, r.Total, at == 0 ? null : r.Total - rows[at - 1].Total)).Reverse(),
        ];
    }
}
