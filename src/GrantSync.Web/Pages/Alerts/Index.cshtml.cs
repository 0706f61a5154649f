using System.Globalization;
using GrantSync.Application.Alerts;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Alerts;

/// <summary>Who is told when an Odoo is red, and whether they could be. A new signing secret is in the answer to the form and nowhere else.</summary>
[ForRoles(Role.Admin, Role.Support), ResponseCache(NoStore = true)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    /// <summary><c>new</c>, or a channel's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Edit { get; set; }

    [BindProperty]
    public ChannelForm Form { get; set; } = new();

    public ChannelsView View { get; private set; } = null!;

    /// <summary>A signing secret that was made just now.</summary>
    public string? Secret { get; private set; }

    public async Task<IActionResult> OnGet()
    {
        await Read();
        if (WantsPart)
        {
            return Partial("_Channels", View);
        }

        if (long.TryParse(Edit, CultureInfo.InvariantCulture, out var id))
        {
            if (View.Channels.SingleOrDefault(c => c.Id == id) is not { } channel)
            {
                return TurnAway(new ChannelIsGone());
            }

            Form = ChannelForm.Of(channel);
        }

        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        var saved = await Send(Form.Request);
        await Read();
        if (saved.Refusal is { } refusal)
        {
            Edit = "new";
            return ShowAgain(refusal);
        }

        if (saved.Value.Secret is null)
        {
            return Done("/alerts", T("{0} is saved. Send a trial to see whether it arrives.", Form.Name));
        }

        Secret = saved.Value.Secret;
        Edit = null;
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostTry(long id)
    {
        var tried = await Send(new TryChannel(id));
        if (WantsPart)
        {
            return Partial("_Trial", tried);
        }

        TempData[tried is { Refusal: null, Value.Delivered: true } ? "Done" : "Problem"] = tried.Refusal?.Sentence ?? tried.Value.Words;
        return Redirect("/alerts");
    }

    public async Task<IActionResult> OnPostRemove(long id) => Say(await Send(new RemoveChannel(id)), "/alerts", T("The channel is removed. It is told nothing more."));

    public async Task<IActionResult> OnPostAgain(Guid id) => Say(await Send(new SendAgain(id)), "/alerts", T("It is sent again, within seconds."));

    private async Task Read() => View = (await Send(new ListChannels())).Value;
}
