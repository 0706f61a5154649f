using GrantSync.Application.Adoption;
using GrantSync.Application.Grants;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Grants;

/// <summary>What Odoo holds already with a grant's codes: to be adopted, in place of being made a second time.</summary>
[ForRoles(Role.GrantManager, Role.Admin)]
public sealed class AdoptModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    /// <summary>More rows would pass what a form may carry; adopting some shows the next.</summary>
    public const int MostShown = 1000;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public GrantView Grant { get; private set; } = null!;

    public IReadOnlyList<AdoptedView> Adopted { get; private set; } = [];

    /// <summary>Null while Odoo is being read, or when it could not be.</summary>
    public AdoptionOffer? Offer { get; private set; }

    /// <summary>Why Odoo could not be read.</summary>
    public Refusal? Refusal { get; private set; }

    public string? Said { get; private set; }

    /// <summary>What could not be adopted, in plain words.</summary>
    public string? Problem { get; private set; }

    public bool IsPart => WantsPart;

    public bool MayConnect => caller.Role is Role.Admin;

    public async Task<IActionResult> OnGet() => await Read() is { } gone ? TurnAway(gone) : Page();

    /// <summary>The list itself, fetched by the page because reading Odoo takes seconds.</summary>
    public async Task<IActionResult> OnGetFound()
    {
        var offer = await Send(new FindAdoptable(Id));
        (Offer, Refusal) = (offer.IsRefused ? null : offer.Value, offer.Refusal);
        return Partial("_Adoptable", this);
    }

    /// <summary>For the dry run: how many of the new records seem to be in Odoo already. Odoo is asked only while it answers well.</summary>
    public async Task<IActionResult> OnGetTwins()
    {
        var tenants = await Send(new ListTenants());
        if (tenants.IsRefused || tenants.Value is not [{ Pill: Pill.Green }])
        {
            return Partial("_Twins", new Twins(Id, null));
        }

        var offer = await Send(new FindAdoptable(Id));
        return Partial("_Twins", new Twins(Id, offer.IsRefused ? null : offer.Value));
    }

    /// <param name="choices">The id in Odoo for each of our keys; empty where somebody chose none of several.</param>
    public async Task<IActionResult> OnPost(Dictionary<string, int?> choices)
    {
        var adopted = await Send(new Adopt(Id, [.. choices.Where(c => c.Value is not null).Select(c => new AdoptionChoice(c.Key, c.Value!.Value))]));
        Problem = Language.Said(adopted.Refusal?.Sentence);
        Said = adopted.IsRefused ? null : Words.Plural(
            adopted.Value.Adopted,
            "{0} record is adopted. The next Sync writes our values there and makes none beside.",
            "{0} records are adopted. The next Sync writes our values there and makes none beside.");
        return await Read() is { } gone ? TurnAway(gone) : WantsPart ? Partial("_Adopt", this) : Page();
    }

    private async Task<Refusal?> Read()
    {
        var grant = await Send(new ReadGrant(Id));
        var adopted = await Send(new ReadAdopted(Id));
        if (grant.Refusal is null && adopted.Refusal is null)
        {
            (Grant, Adopted) = (grant.Value, adopted.Value);
        }

        return grant.Refusal ?? adopted.Refusal;
    }
}

/// <summary>What the dry run says of twins; without an offer Odoo was not, or could not be, asked.</summary>
public sealed record Twins(long GrantId, AdoptionOffer? Offer);
