using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Sync;

/// <summary>Sends refused records again as they are: some of them, or all of one kind. Answers how many.</summary>
/// <param name="Intents">Ids of refused intents.</param>
/// <param name="Kind">A <see cref="RefusalGroup.Kind"/>: all of it.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record TryAgain(IReadOnlyList<long>? Intents = null, string? Kind = null) : ICommand<int>;

internal sealed class TryAgainValidator : AbstractValidator<TryAgain>
{
    public TryAgainValidator() =>
        RuleFor(r => r).Must(r => r.Kind is not null || r.Intents is { Count: > 0 }).OverridePropertyName("Intents").WithMessage("Say which records to try again: some ids, or a kind.");
}

internal sealed class TryAgainHandler(GrantSyncDb db, Intents intents, Caller caller, TimeProvider time) : IRequestHandler<TryAgain, Result<int>>
{
    public async Task<Result<int>> Handle(TryAgain request, CancellationToken cancellationToken)
    {
        var (now, ids) = (time.GetUtcNow(), request.Intents?.ToArray() ?? []);
        await intents.LockLane(caller.Tenant, cancellationToken);
        var again = await db.Database.ExecuteSqlAsync(
            $"""
            update intents set state = 'queued', due_at = {now}, ended_at = null, busy = 0, batch_limit = {Intents.LargestBatch}
            where tenant_id = {caller.Tenant} and state = 'refused' and (id = any({ids}) or coalesce(problem_kind, '') = {request.Kind})
            """,
            cancellationToken);
        if (again > 0)
        {
            await intents.OpenLane(caller.Tenant, cancellationToken);
        }

        return again;
    }
}
