using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages;

internal static class ModelStateWords
{
    /// <summary>What is wrong with a field, in the page's language; null when nothing is.</summary>
    public static string? Problem(this ModelStateDictionary state, string key) => state[key] is { Errors: [var first, ..] } ? Said(first.ErrorMessage) : null;

    /// <summary>The framework's own sentences name properties of this program.</summary>
    public static void SayInOurWords(DefaultModelBindingMessageProvider sentences)
    {
        sentences.SetAttemptedValueIsInvalidAccessor((typed, _) => Unreadable(typed));
        sentences.SetNonPropertyAttemptedValueIsInvalidAccessor(Unreadable);
        sentences.SetValueMustBeANumberAccessor(_ => "Give a number.");
        sentences.SetValueMustNotBeNullAccessor(_ => "Fill this in.");
    }

    private static string Unreadable(string typed) => $"'{typed}' cannot be read here.";

    /// <summary>Says what is missing, unless something has been said of the field already.</summary>
    public static void Need(this ModelStateDictionary state, string key, bool given, string sentence)
    {
        if (!given && state[key] is not { Errors.Count: > 0 })
        {
            state.AddModelError(key, sentence);
        }
    }
}
