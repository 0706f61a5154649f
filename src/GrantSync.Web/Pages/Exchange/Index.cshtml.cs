using System.Globalization;
using GrantSync.Application.Exchange;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Pages.Amendments;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Exchange;

/// <summary>A budget as a file, and a file to look at before it becomes a budget.</summary>
[ForRoles(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed class IndexModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public ImportForm Form { get; private set; } = new();

    public GrantView Grant { get; private set; } = null!;

    public bool MayEdit => caller.Role is Role.GrantManager or Role.Admin;

    public async Task<IActionResult> OnGet() => await Read() ?? Page();

    public async Task<IActionResult> OnGetFile(FileKind kind)
    {
        var written = await Send(new ExportBudget(Id, kind));
        return written.Refusal is { } refusal ? TurnAway(refusal) : File(written.Value.Content, written.Value.ContentType, written.Value.Name);
    }

    public async Task<IActionResult> OnPost([Bind(Prefix = "Form")] ImportForm form)
    {
        Form = form;
        if (await Read() is { } gone)
        {
            return gone;
        }

        // a file that is far too large is not read into memory first
        var content = form.File is not { } file ? [] : await Bytes(file, FileLimits.Bytes + 1);
        var preview = await Send(new PreviewImport(Id, form.File?.FileName ?? "", content, form.Numbers));
        if (preview.Refusal is Forbidden forbidden)
        {
            return TurnAway(forbidden);
        }

        if (preview.Refusal is { } refusal)
        {
            return ShowAgain(AmendmentRefusals.InWords(refusal));
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"/grants/{Id}/import/{preview.Value}");
        if (!WantsPart)
        {
            return Redirect(address);
        }

        Response.Headers["HX-Redirect"] = address;
        return new EmptyResult();
    }

    private async Task<byte[]> Bytes(IFormFile file, int most)
    {
        var bytes = new byte[Math.Min(file.Length, most)];
        await using var content = file.OpenReadStream();
        await content.ReadExactlyAsync(bytes, HttpContext.RequestAborted);
        return bytes;
    }

    private async Task<IActionResult?> Read()
    {
        var grant = await Send(new ReadGrant(Id));
        Grant = grant.IsRefused ? Grant : grant.Value;
        return grant.Refusal is { } gone ? TurnAway(gone) : null;
    }
}

public sealed class ImportForm
{
    public IFormFile? File { get; set; }

    public NumberForm Numbers { get; set; }
}
