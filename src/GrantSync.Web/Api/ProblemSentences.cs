using GrantSync.Application.Pipeline;

namespace GrantSync.Web.Api;

/// <summary>Gives a sentence to the problems that the framework reports by their number only.</summary>
internal static class ProblemSentences
{
    public static void Fill(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        context.ProblemDetails.Extensions["traceId"] = System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
        {
            StatusCodes.Status401Unauthorized when http.Items[typeof(Refusal)] is Refusal refusal => refusal.Sentence,
            StatusCodes.Status401Unauthorized =>
                "Send an API token as 'Authorization: Bearer gs_...'. Make one under API tokens; a browser's session is good for reading only.",
            StatusCodes.Status403Forbidden => "Your role may not do this. Ask an admin of your organisation.",
            StatusCodes.Status404NotFound => "There is nothing at this address. /openapi/v1.json lists what there is.",
            StatusCodes.Status405MethodNotAllowed => "This address does not take this method. /openapi/v1.json lists what there is.",
            StatusCodes.Status413PayloadTooLarge => "The body is larger than 10 MiB. Send it in parts.",
            StatusCodes.Status415UnsupportedMediaType => "Send the body as JSON, with the header 'Content-Type: application/json'.",
            StatusCodes.Status400BadRequest => "The request cannot be read. Nothing was changed.",
            StatusCodes.Status500InternalServerError => "GrantSync failed inside. Nothing of this request was saved. Tell support the traceId.",
            _ => null,
        };
    }
}
