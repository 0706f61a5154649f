using GrantSync.Application.Exchange;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Exchange;

/// <summary>How the pages of files write what was read.</summary>
internal static class ExchangeWords
{
    public static string Of(NumberForm form) => form switch
    {
        NumberForm.Point => T("Decimal point: 1,250.50"),
        NumberForm.Comma => T("Decimal comma: 1.250,50"),
        _ => T("As the file's other numbers show"),
    };

    public static (string Pill, string Shape, string Word) Of(ImportKind kind) => kind switch
    {
        ImportKind.New => ("good", "check", T("New")),
        ImportKind.Changed => ("changed", "half", T("Changed")),
        ImportKind.Refused => ("bad", "cross", T("Refused")),
        _ => ("grey", "dash", T("Unchanged")),
    };
}
