using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace GrantSync.Web.Pages;

/// <summary>What every page model does: send a request, and put a refusal where the person is looking.</summary>
public abstract class Clerk(IMediator mediator) : PageModel
{
    /// <summary>True when htmx asks for a part of the page; going back in the history needs the whole page.</summary>
    protected bool WantsPart => Request.Headers.ContainsKey("HX-Request") && !Request.Headers.ContainsKey("HX-History-Restore-Request");

    protected Task<Result<T>> Send<T>(IRequest<Result<T>> request) => mediator.Send(request, HttpContext.RequestAborted);

    /// <summary>The whole page is refused: its sentence goes on the error page.</summary>
    protected StatusCodeResult TurnAway(Refusal refusal)
    {
        HttpContext.Items[typeof(Refusal)] = refusal;
        return StatusCode(PageRefusals.StatusOf(refusal));
    }

    /// <summary>The form is refused: field sentences go to their fields, anything else above the form.</summary>
    protected PageResult ShowAgain(Refusal refusal, string form = "Form")
    {
        Tell(refusal, form);
        return Page();
    }

    protected void Tell(Refusal refusal, string form = "Form")
    {
        if (refusal is not Invalid invalid)
        {
            ModelState.AddModelError("", refusal.Sentence);
            return;
        }

        foreach (var field in invalid.Fields)
        {
            ModelState.AddModelError($"{form}.{field.Field}", field.Sentence);
        }
    }

    /// <summary>Goes on to a page, which says what has been done, or why it was not.</summary>
    protected RedirectResult Say<T>(Result<T> result, string address, string sentence)
    {
        if (result.Refusal is not { } refusal)
        {
            return Done(address, sentence);
        }

        TempData["Problem"] = refusal.Sentence;
        return Redirect(address);
    }

    /// <summary>The part with the rows, for htmx: the address gets what is set, without the empty fields of the form.</summary>
    protected PartialViewResult ListRows(string address)
    {
        Response.Headers["HX-Push-Url"] = address;
        return Partial("_List", this);
    }

    /// <summary>Goes on to another page, which says what has been done.</summary>
    protected RedirectResult Done(string address, string sentence)
    {
        TempData["Done"] = sentence;
        return Redirect(address);
    }
}
