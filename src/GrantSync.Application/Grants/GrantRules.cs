using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Grants;

/// <summary>What holds for a grant's title and code, whether it is started, edited or copied.</summary>
internal static class GrantRules
{
    public static void GrantTitle<T>(this IRuleBuilder<T, string> title) => title.NotEmpty().WithMessage("Give the grant a title.").MaximumLength(300);

    public static void GrantCode<T>(this IRuleBuilder<T, string> code) =>
        code.Matches("^[A-Z0-9]{3}$").WithMessage("The grant code is three capital letters or digits, such as CVP.");

    /// <summary>Analytic codes are unique in the tenant: what to say at the field <c>Code</c> when another grant has it, or null.</summary>
    public static async Task<Invalid?> CodeIsTaken(this GrantSyncDb db, string analyticCode, CancellationToken cancellationToken) =>
        await db.Grants.AnyAsync(g => g.AnalyticCode == analyticCode, cancellationToken)
            ? new Invalid(nameof(CreateGrant.Code), $"There is a grant {analyticCode} already. Choose another grant code.") : null;
}
