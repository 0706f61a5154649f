using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Templates;

/// <summary>The donors' published structures, to take into the organisation.</summary>
[ForRoles(Role.GrantManager, Role.Admin)]
public sealed class PublishedModel(IMediator mediator) : Clerk(mediator)
{
    public IReadOnlyList<PublishedTemplate> Published { get; private set; } = [];

    /// <summary>What was to be taken, under which name, and why it was not.</summary>
    public (string Key, string Name, string Problem)? Refused { get; private set; }

    public async Task OnGet() => Published = (await Send(new ListPublishedTemplates())).Value;

    public async Task<IActionResult> OnPost(string? key, string? name)
    {
        var taken = await Send(new TakeTemplate(key ?? "", name ?? ""));
        if (taken.Refusal is not { } refusal)
        {
            return Done($"/templates/{taken.Value}", T("{0} is yours now. Change what your agreement says otherwise.", name));
        }

        if (refusal is Application.Pipeline.NotFound)
        {
            return TurnAway(refusal);
        }

        await OnGet();
        Refused = (key ?? "", name ?? "", refusal.Sentence);
        return Page();
    }
}
