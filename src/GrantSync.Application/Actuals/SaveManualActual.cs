using System.Text.Json.Serialization;
using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>
/// Enters what a project outside Odoo has spent, or corrects an entry when <see cref="Id"/> is given: the former one is kept, and the new
/// one counts in its place. Answers the new entry's id.
/// </summary>
/// <param name="Id">The entry that is corrected.</param>
/// <param name="Amount">As typed, in the grant's currency; negative for money that came back, or to take off what was entered too much.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record SaveManualActual(
    long? Id,
    long GrantId,
    long ProjectId,
    long CategoryId,
    long? LineId,
    DateOnly? Date,
    string Description,
    string? Partner,
    string? Reference,
    [property: JsonConverter(typeof(NumberAsTyped))] string? Amount) : ICommand<long>;

public sealed record EntryHasMoved()
    : Conflict("This entry was corrected or removed by somebody else meanwhile. Reload to see it; nothing of yours was saved.");

internal sealed class SaveManualActualValidator : AbstractValidator<SaveManualActual>
{
    public SaveManualActualValidator()
    {
        RuleFor(r => r.Date).NotNull().WithMessage("Say when it was spent.");
        RuleFor(r => r.Description).NotEmpty().WithMessage("Say what was bought or paid.").MaximumLength(500).WithMessage("Keep the description under 500 characters.");
        RuleFor(r => r.Partner).MaximumLength(200).WithMessage("Keep it under 200 characters.");
        RuleFor(r => r.Reference).MaximumLength(200).WithMessage("Keep it under 200 characters.");
        RuleFor(r => r.Amount).Custom((typed, context) =>
        {
            if ((TypedNumber.Problem(typed, out var amount, mayBeNegative: true) ?? (amount == 0 ? "Give an amount. A negative one takes off what was entered too much." : null)) is { } problem)
            {
                context.AddFailure(problem);
            }
        });
    }
}

internal sealed class SaveManualActualHandler(GrantSyncDb db, Caller caller, TimeProvider time) : IRequestHandler<SaveManualActual, Result<long>>
{
    public async Task<Result<long>> Handle(SaveManualActual request, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.AsNoTracking().Include(g => g.Projects).SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken);
        if (grant is null)
        {
            return new GrantIsGone();
        }

        var former = request.Id is null ? null
            : await db.ManualActuals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Id && a.GrantId == grant.Id, cancellationToken);
        if (request.Id is not null && former is null)
        {
            return new NotFound("There is no such entry.");
        }

        if (await Wrong(request, grant, former, cancellationToken) is { } wrong)
        {
            return wrong;
        }

        TypedNumber.Problem(request.Amount, out var amount, mayBeNegative: true);
        var entry = new ManualActual
        {
            TenantId = caller.Tenant,
            GrantId = grant.Id,
            ProjectId = request.ProjectId,
            CategoryId = request.CategoryId,
            LineId = request.LineId,
            Date = request.Date!.Value,
            Description = request.Description.Trim(),
            Partner = Text(request.Partner),
            Reference = Text(request.Reference),
            Amount = amount,
            EnteredAt = time.GetUtcNow(),
            EnteredBy = caller.UserId,
        };
        if (former is not null && SaysTheSame(entry, former))
        {
            return former.Id;
        }

        db.ManualActuals.Add(entry);
        await db.SaveChangesAsync(cancellationToken);

        // of two who correct one entry at the same moment the second is refused, and his entry rolled back
        return former is not null && await db.ManualActuals.Where(a => a.Id == former.Id && a.ReplacedBy == null && a.RemovedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.ReplacedBy, entry.Id), cancellationToken) == 0
            ? new EntryHasMoved()
            : entry.Id;
    }

    /// <summary>A correction may leave the project, category and line as they were, though they are no longer to be chosen.</summary>
    private async Task<Refusal?> Wrong(SaveManualActual request, Grant grant, ManualActual? former, CancellationToken cancellationToken)
    {
        if (request.ProjectId != former?.ProjectId && grant.Projects.All(p => p.Id != request.ProjectId || !p.NotInOdoo || p.RemovedAt is not null))
        {
            return new Invalid(nameof(request.ProjectId), "Choose a project that is not in Odoo. What a project in Odoo spends is booked there.");
        }

        var category = await db.Budgets.AsNoTracking().Where(b => b.GrantId == grant.Id).SelectMany(b => b.Categories).Include(c => c.Lines)
            .SingleOrDefaultAsync(c => c.Id == request.CategoryId, cancellationToken);
        if (category is null || (category.RemovedAt is not null && category.Id != former?.CategoryId))
        {
            return new Invalid(nameof(request.CategoryId), "Choose one of the budget's categories.");
        }

        if (request.LineId is not null && category.Lines.All(l => l.Id != request.LineId || (l.RemovedAt is not null && l.Id != former?.LineId)))
        {
            return new Invalid(nameof(request.LineId), "This detail line is not in the category. Choose one that is, or none.");
        }

        if (request.Date < grant.StartsOn.AddYears(-1) || request.Date > grant.EndsOn.AddYears(1))
        {
            return new Invalid(nameof(request.Date), $"The date is more than a year outside the grant, which runs from {grant.StartsOn:yyyy-MM-dd} to {grant.EndsOn:yyyy-MM-dd}.");
        }

        TypedNumber.Problem(request.Amount, out var amount, mayBeNegative: true);
        var decimals = Money.Decimals(grant.Currency);
        return amount == decimal.Round(amount, decimals) ? null : new Invalid(nameof(request.Amount), $"Amounts in {grant.Currency} have at most {decimals} decimals.");
    }

    private static bool SaysTheSame(ManualActual one, ManualActual other) =>
        (one.Place, one.Date, one.Description, one.Partner, one.Reference, one.Amount) == (other.Place, other.Date, other.Description, other.Partner, other.Reference, other.Amount);

    private static string? Text(string? typed) => typed?.Trim() is { Length: > 0 } text ? text : null;
}
