using System.Text.Json;
using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Sync;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Api;

/// <summary>The one place that turns a refusal into HTTP: its status, its sentence, its kind for scripts, and what else it knows.</summary>
internal sealed class RefusalResult(Refusal refusal) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var status = StatusOf(refusal, httpContext.User.Identity is { IsAuthenticated: true });
        var problem = new ProblemDetails { Status = status, Detail = refusal.Sentence };
        problem.Extensions["kind"] = JsonNamingPolicy.CamelCase.ConvertName(refusal.GetType().Name);
        foreach (var (name, value) in Facts(refusal))
        {
            problem.Extensions[name] = value;
        }

        httpContext.Response.StatusCode = status;
        await httpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    public static int StatusOf(Refusal refusal, bool signedIn) => refusal switch
    {
        NotFound => StatusCodes.Status404NotFound,
        Conflict => StatusCodes.Status409Conflict,
        Forbidden => signedIn ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized,
        Invalid => StatusCodes.Status422UnprocessableEntity,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.GetType().Name, "A kind of refusal that HTTP has no status for yet."),
    };

    private static IEnumerable<(string Name, object Value)> Facts(Refusal refusal)
    {
        switch (refusal)
        {
            case LinesHaveMoved moved:
                yield return ("lineIds", moved.LineIds);
                break;
            case SharedCodes shared:
                yield return ("codes", shared.Codes);
                break;
            case ConnectionDoesNotWork broken:
                yield return ("report", broken.Report);
                break;
        }

        if (refusal is Invalid invalid)
        {
            yield return ("errors", invalid.Fields.GroupBy(f => FieldName(f.Field)).ToDictionary(g => g.Key, g => g.Select(f => f.Sentence).ToArray()));
        }
    }

    /// <summary><c>Lines[3].UnitValue</c> as the body has it: <c>lines[3].unitValue</c>.</summary>
    private static string FieldName(string field) => string.Join('.', field.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
