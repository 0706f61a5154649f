using GrantSync.Application.Pipeline;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages;

/// <summary>A refusal as the scripts of a page read it: <c>kind</c> is the refusal's own name, <c>fields</c> says where.</summary>
internal static class PageRefusals
{
    public static int StatusOf(Refusal refusal) => refusal switch
    {
        NotFound => StatusCodes.Status404NotFound,
        Forbidden => StatusCodes.Status403Forbidden,
        Conflict => StatusCodes.Status409Conflict,
        Invalid => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };

    public static object Shown(Refusal refusal) => new
    {
        Kind = refusal.GetType().Name,
        Sentence = Said(refusal.Sentence),
        Fields = ((refusal as Invalid)?.Fields ?? []).Select(field => field with { Sentence = Said(field.Sentence) }),
    };
}
