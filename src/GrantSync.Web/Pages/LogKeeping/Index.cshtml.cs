using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.LogKeeping;

/// <summary>How long the sync log is kept, and the seal to write down.</summary>
[ForRoles(Role.Admin)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    [BindProperty]
    public KeepingForm Form { get; set; } = new();

    public LogKeepingView Keeping { get; private set; } = null!;

    public async Task OnGet()
    {
        await Read();
        Form = new KeepingForm { RowsMonths = Keeping.RowsMonths, BodiesMonths = Keeping.BodiesMonths };
    }

    public async Task<IActionResult> OnPost()
    {
        if (ModelState.IsValid)
        {
            var set = await Send(new SetLogRetention(Form.RowsMonths ?? 0, Form.BodiesMonths ?? 0));
            if (set.Refusal is null)
            {
                return Done("/sync-log/keeping", T("Saved. It holds for calls from the next month on."));
            }

            Tell(set.Refusal);
        }

        await Read();
        return Page();
    }

    public async Task<IActionResult> OnPostMail()
    {
        var sent = await Send(new MailLogAnchor());
        return Say(sent, "/sync-log/keeping", sent.IsRefused ? "" : Said(sent.Value));
    }

    private async Task Read() => Keeping = (await Send(new ReadLogKeeping())).Value;
}

public sealed class KeepingForm
{
    public int? RowsMonths { get; set; }

    public int? BodiesMonths { get; set; }
}
