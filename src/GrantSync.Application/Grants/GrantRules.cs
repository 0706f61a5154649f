using FluentValidation;

namespace GrantSync.Application.Grants;

/// <summary>What holds for a grant's title and code, whether it is started, edited or copied.</summary>
internal static class GrantRules
{
    public static void GrantTitle<T>(this IRuleBuilder<T, string> title) => title.NotEmpty().WithMessage("Give the grant a title.").MaximumLength(300);

    public static void GrantCode<T>(this IRuleBuilder<T, string> code) =>
        code.Matches("^[A-Z0-9]{3}$").WithMessage("The grant code is three capital letters or digits, such as CVP.");
}
