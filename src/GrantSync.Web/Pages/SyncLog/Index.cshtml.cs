using System.Globalization;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.SyncLog;

[ForRoles(Role.GrantManager, Role.Admin, Role.Support)]
public sealed class IndexModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    public const int PageSize = 50;

    public LogFilter Filter { get; private set; } = new();

    public IReadOnlyList<TenantHealth> Tenants { get; private set; } = [];

    public IReadOnlyList<SyncLogItem> Rows { get; private set; } = [];

    public long? Next { get; private set; }

    public long Newest => Rows.Count > 0 ? Rows[0].Id : 0;

    public async Task<IActionResult> OnGet([FromQuery] LogFilter filter)
    {
        Filter = filter;
        var page = await Send(filter.Question());
        if (page.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        (Rows, Next) = (page.Value.Rows, page.Value.Next);
        if (WantsPart)
        {
            // the address gets what is set, without the empty fields of the form
            Response.Headers["HX-Push-Url"] = $"/sync-log{filter.Query("?")}";
            return Partial("_Rows", this);
        }

        Tenants = caller.Role == Role.Support ? (await Send(new ListTenants())).Value : [];
        return Page();
    }

    /// <summary>How many rows came, or ended, since the page was drawn.</summary>
    public async Task<IActionResult> OnGetNewer([FromQuery] LogFilter filter, long newest, string? pending)
    {
        var page = await Send(filter.Question());
        var open = (pending ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToHashSet();
        var rows = page.IsRefused ? [] : page.Value.Rows;
        return Partial("_Newer", new NewerRows(rows.Count(r => r.Id > newest), rows.Count(r => open.Contains(r.Id) && r.Outcome is not null), filter.Query("?")));
    }
}

public sealed record NewerRows(int New, int Finished, string Query);
