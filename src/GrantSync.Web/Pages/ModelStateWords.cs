using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace GrantSync.Web.Pages;

internal static class ModelStateWords
{
    /// <summary>Says what is missing, unless something has been said of the field already.</summary>
    public static void Need(this ModelStateDictionary state, string key, bool given, string sentence)
    {
        if (!given && state[key] is not { Errors.Count: > 0 })
        {
            state.AddModelError(key, sentence);
        }
    }
}
