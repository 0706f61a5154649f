using FluentValidation;
using GrantSync.Application.Budgets;

namespace GrantSync.Application.Templates;

/// <summary>An indirect rate as typed: per cent of the direct costs, or nothing.</summary>
internal static class IndirectRate
{
    public static decimal? Read(string? typed)
    {
        TypedNumber.Problem(typed, out var rate);
        return string.IsNullOrWhiteSpace(typed) ? null : rate;
    }

    public static void MustBeARate<T>(this IRuleBuilder<T, string?> rule) => rule.Custom((typed, context) =>
    {
        var problem = TypedNumber.Problem(typed, out var rate);
        if (rate is < 0 or > 100)
        {
            context.AddFailure("An indirect rate is between 0 and 100 per cent.");
        }
        else if (problem is not null)
        {
            context.AddFailure(problem);
        }
    });
}
