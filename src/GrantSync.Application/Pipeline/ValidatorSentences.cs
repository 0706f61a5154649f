using System.Globalization;
using FluentValidation.Resources;

namespace GrantSync.Application.Pipeline;

/// <summary>FluentValidation's own sentences name properties of this program, in the language of whoever asks; ours are English, and one for all fields.</summary>
internal sealed class ValidatorSentences : LanguageManager
{
    public ValidatorSentences()
    {
        Culture = CultureInfo.GetCultureInfo("en");
        AddTranslation("en", "MaximumLengthValidator", "Keep this to {MaxLength} characters.");
    }
}
