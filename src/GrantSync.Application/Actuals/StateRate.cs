using System.Globalization;
using FluentValidation;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>States the rate at which a grant's actuals are converted from the currency of the books. The former rate stays in the history.</summary>
/// <param name="Currency">The currency of the books.</param>
/// <param name="Rate">So many units of it are one unit of the grant's currency; as typed.</param>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record StateRate(long GrantId, string Currency, string Rate) : ICommand<Done>
{
    /// <summary>Null when it is no rate: a positive number with a decimal point and at most 8 decimals.</summary>
    internal static decimal? Read(string? typed) =>
        decimal.TryParse(typed?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and < 1_000_000_000 && rate == decimal.Round(rate, 8) ? rate : null;
}

internal sealed class StateRateValidator : AbstractValidator<StateRate>
{
    public StateRateValidator()
    {
        RuleFor(r => r.Currency).Must(Money.IsCurrency).WithMessage("Name the currency of the books by its ISO code, such as KES.");
        RuleFor(r => r.Rate).Must(rate => StateRate.Read(rate) is not null).WithMessage("State a rate above zero with a decimal point and at most 8 decimals, such as 1.0825.");
    }
}

internal sealed class StateRateHandler(GrantSyncDb db, Caller caller, TimeProvider time) : IRequestHandler<StateRate, Result<Done>>
{
    public async Task<Result<Done>> Handle(StateRate request, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.GrantId, cancellationToken);
        if (grant is null)
        {
            return new GrantIsGone();
        }

        if (grant.Currency == request.Currency)
        {
            return new Invalid(nameof(request.Currency), $"The grant is in {grant.Currency} itself; it needs no rate.");
        }

        db.ActualsRates.Add(new ActualsRate
        {
            TenantId = grant.TenantId,
            GrantId = grant.Id,
            Currency = request.Currency,
            Rate = StateRate.Read(request.Rate)!.Value,
            SetAt = time.GetUtcNow(),
            SetBy = caller.UserId,
        });
        return Done.Instance;
    }
}
