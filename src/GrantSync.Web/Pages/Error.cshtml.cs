using System.Diagnostics;
using GrantSync.Application.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages;

/// <summary>The page behind every failed page: the refusal's own sentence when there is one, else one for the status.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken, ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    public string Heading { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    public string? TraceId { get; private set; }

    public void OnGet(int status = StatusCodes.Status500InternalServerError) => Show(status);

    public void OnPost(int status = StatusCodes.Status500InternalServerError) => Show(status);

    private void Show(int status)
    {
        var refusal = HttpContext.Items[typeof(Refusal)] as Refusal;
        (Heading, Sentence) = status switch
        {
            StatusCodes.Status404NotFound => (T("This page is not here"), T("The address is wrong, or what it showed is gone.")),
            StatusCodes.Status403Forbidden => (T("This is not for your role"), T("Your role does not include this page. Ask an admin of your organisation.")),
            StatusCodes.Status400BadRequest => (T("The form was too old"), T("The page had been open too long, or was cut off on its way. Go back, reload it and try again.")),
            >= 500 => (T("GrantSync could not do this"), T("Something is wrong on our side. What was saved is safe, and nothing was half-written. Try again in a moment.")),
            _ => (T("This could not be done"), T("The request was refused.")),
        };
        Sentence = Said(refusal?.Sentence) ?? Sentence;
        TraceId = status >= StatusCodes.Status500InternalServerError ? Activity.Current?.TraceId.ToHexString() ?? HttpContext.TraceIdentifier : null;
    }
}
