using GrantSync.Application.Drift;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>
/// Sends the saved budget for syncing: marks its revision and puts down the intents in one transaction. Pressing it twice puts nothing down
/// the second time; refused records are tried again. The calls themselves are the lane's work.
/// </summary>
/// <param name="GrantId">The grant whose budget, projects and accounts go to Odoo.</param>
/// <param name="AcceptSharedCodes">Go on although another active account of the same plan has one of the codes.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record SyncGrant(long GrantId, bool AcceptSharedCodes = false) : ICommand<SyncReceipt>;

/// <summary>How many records were put down as new or changed, how many stand already, and how many refused ones are tried again.</summary>
/// <param name="NoBudget">Why no budget is written although this Odoo has them; null otherwise.</param>
/// <param name="HeldBack">Records that were changed in Odoo: they wait until somebody decides on the page Drift, and nothing is overwritten.</param>
public sealed record SyncReceipt(int PutDown, int Unchanged, int TriedAgain, string? NoBudget = null, int HeldBack = 0);

public sealed record NoConnection()
    : Conflict("GrantSync does not know your organisation's Odoo yet. An admin sets it up under Connection, and chooses the three plans.");

public sealed record IsDisconnecting()
    : Conflict("Your organisation's Odoo is being disconnected: its records are being archived, and nothing else is sent. An admin sees it under Connection.");

public sealed record GrantIsClosed() : Conflict("This grant is closed, and archived in Odoo. Reopen it first.");

public sealed record UnitWithoutCompany(string Unit)
    : Conflict($"The unit {Unit} has no Odoo company yet. Choose it under Units; the projects' accounts belong to that company.");

public sealed record AllocationDiffers(decimal Total, decimal Allocated, string Currency)
    : Conflict($"The projects' parts come to {Allocated:0.00##} {Currency}, the budget to {Total:0.00##} {Currency}. Allocate the difference first.");

/// <summary>A draft may have lines without a code or a description; Odoo's accounts need both.</summary>
public sealed record UnfinishedLines(IReadOnlyList<string> Lines)
    : Conflict($"{(Lines.Count == 1 ? "A line has" : $"{Lines.Count} lines have")} no code or no description yet: {string.Join(", ", Lines.Take(5))}{(Lines.Count > 5 ? " …" : "")}. "
        + "Finish or remove them first.");

/// <summary>The warning before two active accounts of a plan get one code.</summary>
public sealed record SharedCodes(IReadOnlyList<string> Codes)
    : Conflict($"In Odoo another active account of the same plan already has {(Codes.Count == 1 ? "the code" : "the codes")} "
        + $"{string.Join(", ", Codes.Take(5))}{(Codes.Count > 5 ? $" and {Codes.Count - 5} more" : "")}. Bookkeepers would see two accounts with one code. "
        + "Change the line codes or the code pattern, or sync anyway.");

internal sealed class SyncGrantHandler(GrantSyncDb db, GrantReader grants, SyncChecks checks, Intents intents, Caller caller) : IRequestHandler<SyncGrant, Result<SyncReceipt>>
{
    public async Task<Result<SyncReceipt>> Handle(SyncGrant request, CancellationToken cancellationToken)
    {
        // the budget's row is held until the end: two Syncs, or a Sync and a save, happen one after the other
        await db.Database.ExecuteSqlAsync($"select id from budgets where grant_id = {request.GrantId} for update", cancellationToken);
        var whole = await grants.Read(request.GrantId, cancellationToken);
        if (whole is null)
        {
            return new GrantIsGone();
        }

        if (await checks.Refusal(whole, request.AcceptSharedCodes, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        // what was changed in Odoo waits for a decision: nothing of it is overwritten silently
        await KeptInOdoo.DropLapsed(db, whole, cancellationToken);
        var all = whole.Wanted!.Records();
        var held = await KeptInOdoo.Undecided(db, all, cancellationToken);
        var records = all.Where(r => !held.Contains(r.Key.ToString())).ToList();
        var putDown = await intents.PutDown(records, request.GrantId, caller.UserId, cancellationToken);
        var again = await intents.TryAgain(whole.Grant.TenantId, records, cancellationToken);
        await db.Budgets.Where(b => b.GrantId == request.GrantId)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.SyncedRevision, b => b.Revision), cancellationToken);
        return new SyncReceipt(putDown, records.Count - putDown, again, whole.Wanted.NoBudget, held.Count);
    }
}
