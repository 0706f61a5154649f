using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Pipeline;

/// <summary>An act and its intents land together or not at all: one transaction, saved and committed unless the act was refused.</summary>
internal sealed class OneTransaction<TRequest, TAnswer>(GrantSyncDb db) : IPipelineBehavior<TRequest, TAnswer>
    where TRequest : IRequest<TAnswer>, IAct
    where TAnswer : IRefusable<TAnswer>
{
    public async Task<TAnswer> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            var answer = await next();
            if (answer.Refusal is not null)
            {
                return answer;
            }

            await db.SaveChangesAsync(cancellationToken);

            // heard at commit: whoever has the same budget open sees the change by itself
            await db.Announce(db.Scope, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return answer;
        }
        catch (DbUpdateConcurrencyException)
        {
            return TAnswer.Refuse(new Conflict("Somebody else saved a change at the same moment. Reload to see it; what you typed is still here."));
        }
        catch (DbUpdateException refused) when (UniqueRules.Sentence(refused) is { } sentence)
        {
            return TAnswer.Refuse(new Conflict(sentence));
        }
    }
}
