using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Api;

/// <summary>A body or an address that cannot be read: 400 with a sentence that names the field or the line.</summary>
internal sealed partial class UnreadableRequests(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        httpContext.Response.StatusCode = bad.StatusCode;
        var problem = new ProblemDetails { Status = bad.StatusCode };
        if (bad.StatusCode == StatusCodes.Status400BadRequest)
        {
            problem.Detail = bad.InnerException is JsonException json ? Sentence(json) : Sentence(bad);
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

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
            return $"'{path}' may not be null ({line}).";
        }

        return path.Length == 0 ? $"The body is not JSON: it breaks off or goes wrong at {line}." : $"'{path}' cannot be read ({line}). Its value has the wrong type, or the JSON goes wrong there.";
    }

    private static string Sentence(BadHttpRequestException bad)
    {
        if (Parameter().Match(bad.Message) is { Success: true } parameter)
        {
            return $"'{parameter.Groups[2].Value}' is not a value for {parameter.Groups[1].Value}.";
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
