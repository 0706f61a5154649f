using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Adoption;

/// <summary>
/// Decides that records which are in Odoo already are ours, so that the next Sync writes to them and makes none beside them. Odoo gives no
/// external id to a record that is there, so the link is kept on our side, by database id, with who decided it.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record Adopt(long GrantId, IReadOnlyList<AdoptionChoice> Choices) : ICallsOdoo<AdoptionReceipt>;

/// <summary>Our record by its key, and the record in Odoo that is to be it.</summary>
public sealed record AdoptionChoice(string Key, int OdooId);

public sealed record AdoptionReceipt(int Adopted);

public sealed record NotToBeAdopted(string Ours, int OdooId)
    : Conflict($"Record {OdooId} in Odoo cannot be adopted as “{Ours}”: it is gone, it is ours already or chosen twice, or its code or plan is another. Nothing was adopted; look again.");

public sealed record BeingSent(int Count)
    : Conflict($"{Count} of these records are on their way to Odoo now, or the answer about them was lost. Wait until they have settled and look again.");

internal sealed class AdoptValidator : AbstractValidator<Adopt>
{
    public AdoptValidator()
    {
        RuleFor(r => r.Choices).NotEmpty().WithMessage("Choose at least one record to adopt.");
        RuleFor(r => r.Choices).Must(choices => choices is null || choices.Select(c => c.Key).Distinct().Count() == choices.Count)
            .WithMessage("One of our records is named twice.");
    }
}

internal sealed class AdoptHandler(GrantSyncDb db, AdoptionSearch search, Caller caller, TimeProvider time) : IRequestHandler<Adopt, Result<AdoptionReceipt>>
{
    public async Task<Result<AdoptionReceipt>> Handle(Adopt request, CancellationToken cancellationToken)
    {
        // read again: what was offered may have changed since
        var found = await search.Run(request.GrantId, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var ours = found.Value.Wanted.ToDictionary(r => r.Key.ToString());
        var theirs = found.Value.Offer.Adoptable.SelectMany(a => a.Candidates.Select(c => (a.Key, Candidate: c))).ToDictionary(c => (c.Key, c.Candidate.OdooId), c => c.Candidate);
        var chosen = new HashSet<(string Model, int OdooId)>();
        foreach (var choice in request.Choices)
        {
            if (!theirs.ContainsKey((choice.Key, choice.OdooId)) || !chosen.Add((ours[choice.Key].Model, choice.OdooId)))
            {
                return new NotToBeAdopted(ours.GetValueOrDefault(choice.Key)?.Fields.Name ?? choice.Key, choice.OdooId);
            }
        }

        return await Keep([.. request.Choices.Select(c => (ours[c.Key], theirs[(c.Key, c.OdooId)]))], cancellationToken);
    }

    private async Task<Result<AdoptionReceipt>> Keep(IReadOnlyList<(WantedRecord Ours, Candidate Theirs)> choices, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // the lane's row is held: no call goes out for these keys meanwhile, and one that was being put together finds its rows gone
        await db.Database.ExecuteSqlAsync($"select tenant_id from lanes where tenant_id = {caller.Tenant} for update", cancellationToken);
        var keys = choices.Select(c => c.Ours.Key.ToString()).ToArray();
        var onTheirWay = await db.Intents.CountAsync(
            i => keys.Contains(i.Key) && (i.State == IntentState.Sending || i.State == IntentState.Unknown), cancellationToken);
        if (onTheirWay > 0)
        {
            return new BeingSent(onTheirWay);
        }

        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"update intents set state = 'superseded', ended_at = {now} where tenant_id = {caller.Tenant} and key = any({keys}) and state in ('queued', 'refused')",
            cancellationToken);
        foreach (var (ours, theirs) in choices)
        {
            var (key, entity, code) = (ours.Key.ToString(), ours.Key.Entity.ToString(), (ours.Fields as WantedAccount)?.Code);
            var taken = await db.Database.ExecuteSqlAsync(
                $"""
                insert into odoo_record_heads as head (tenant_id, key, entity, model, external_id, code, active, wanted_revision, wanted_hash, odoo_id, adopted)
                values ({caller.Tenant}, {key}, {entity}, {ours.Model}, {ours.ExternalId}, {code}, true, 0, '', {theirs.OdooId}, true)
                on conflict (tenant_id, key) do update set odoo_id = excluded.odoo_id, adopted = true, wanted_hash = ''
                    where head.odoo_id is null
                """,
                cancellationToken);
            if (taken == 0)
            {
                return new NotToBeAdopted(ours.Fields.Name, theirs.OdooId);
            }

            db.Adoptions.Add(new AdoptedRecord
            {
                TenantId = caller.Tenant,
                Key = key,
                Model = ours.Model,
                OdooId = theirs.OdooId,
                Name = theirs.Name,
                Code = theirs.Code,
                UserId = caller.UserId,
                At = now,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.Announce(caller.Tenant, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AdoptionReceipt(choices.Count);
    }
}
