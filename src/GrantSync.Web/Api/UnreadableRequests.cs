using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace GrantSync.Web.Api;

/// <summary>A body or an address that cannot be read: 400 with a sentence that names the field or the line.</summary>
internal sealed partial class UnreadableRequests(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, sentence) = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest, InnerException: JsonException json } => (StatusCodes.Status400BadRequest, Sentence(json)),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => (StatusCodes.Status400BadRequest, Sentence(bad)),
            BadHttpRequestException bad => (bad.StatusCode, null),
            _ when IsNul(exception) => (StatusCodes.Status400BadRequest, "A text holds the character NUL (\\u0000), which cannot be stored. Leave it out."),
            _ => (0, null),
        };
        if (status == 0)
        {
            return false;
        }

        httpContext.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = sentence };
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    /// <summary>PostgreSQL keeps every character but this one.</summary>
    private static bool IsNul(Exception exception) =>
        (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState == PostgresErrorCodes.CharacterNotInRepertoire;

    /// <summary>The framework's own text names types of this program; only the names of fields are taken from it.</summary>
    private static string Sentence(JsonException json)
    {
        var path = Path(json.Path);
        var line = string.Create(CultureInfo.InvariantCulture, $"line {(json.LineNumber ?? 0) + 1}, byte {(json.BytePositionInLine ?? 0) + 1}");
        if (Missing().Match(json.Message) is { Success: true } missing)
        {
            return $"The body lacks {missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal)}{(path.Length == 0 ? "" : $" in {path}")}.";
        }

        if (Unknown().Match(json.Message) is { Success: true } unknown)
        {
            return $"There is no field '{unknown.Groups[1].Value}' here ({line}). Check its spelling.";
        }

        if (Twice().Match(json.Message) is { Success: true } twice)
        {
            return $"The field '{twice.Groups[1].Value}' stands twice ({line}).";
        }

        if (json.Message.Contains("null", StringComparison.Ordinal) && path.Length > 0)
        {
            return $"'{path}' may not be null, nor hold null ({line}).";
        }

        return path.Length == 0 ? $"The body is not JSON: it breaks off or goes wrong at {line}." : $"'{path}' cannot be read ({line}). Its value has the wrong type, or the JSON goes wrong there.";
    }

    private static string Sentence(BadHttpRequestException bad)
    {
        if (Parameter().Match(bad.Message) is { Success: true } parameter)
        {
            return $"'{parameter.Groups[2].Value}' is not a value for {JsonNamingPolicy.CamelCase.ConvertName(parameter.Groups[1].Value)}.";
        }

        return bad.Message.Contains("body", StringComparison.OrdinalIgnoreCase)
            ? "The body is missing or breaks off. Send it whole, as JSON."
            : "The request cannot be read. Nothing was changed.";
    }

    private static string Path(string? path) => path is null or "$" ? "" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    [GeneratedRegex("missing required properties including: (.+?)\\.?$")]
    private static partial Regex Missing();

    [GeneratedRegex("JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("[Dd]uplicate property '([^']*)'")]
    private static partial Regex Twice();

    [GeneratedRegex("Failed to bind parameter \".* (\\w+)\" from \"(.*)\"")]
    private static partial Regex Parameter();
}
