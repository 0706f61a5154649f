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

    public IReadOnlyList<LogUser> Users { get; private set; } = [];

    public IReadOnlyList<SyncLogItem> Rows { get; private set; } = [];

    public long? Next { get; private set; }

    /// <summary>The newest row there is, also when an older page is shown; 0 for none.</summary>
    public long Newest { get; private set; }

    public async Task<IActionResult> OnGet([FromQuery] LogFilter filter)
    {
        if (await Read(filter) is { } refusal)
        {
            return TurnAway(refusal);
        }

        if (WantsPart)
        {
            // the address gets what is set, without the empty fields of the form
            Response.Headers["HX-Push-Url"] = $"/sync-log{filter.Query("?")}";
            return Partial("_Rows", this);
        }

        Tenants = caller.Role == Role.Support ? (await Send(new ListTenants())).Value : [];
        return Page();
    }

    /// <summary>The newest page as it is now, for a page that stays open: log.js takes over what is new.</summary>
    public async Task<IActionResult> OnGetNewest([FromQuery] LogFilter filter) =>
        await Read(filter with { Before = null }) is { } refusal ? TurnAway(refusal) : Partial("_Rows", this);

    public async Task<IActionResult> OnGetFile([FromQuery] LogFilter filter, LogFormat format, bool bodies)
    {
        var file = await Send(new ExportSyncLog(filter.Question(), format, bodies));
        return file.Refusal is { } refusal ? TurnAway(refusal) : new LogDownload(file.Value);
    }

    private async Task<Refusal?> Read(LogFilter filter)
    {
        Filter = filter;
        var page = await Send(filter.Question());
        if (page.Refusal is { } refusal)
        {
            return refusal;
        }

        (Rows, Next) = (page.Value.Rows, page.Value.Next);
        Newest = (filter.Before is null ? Rows : (await Send(filter.Question() with { Before = null, Size = 1 })).Value.Rows).FirstOrDefault()?.Id ?? 0;
        Users = (await Send(new ListLogUsers(filter.Tenant))).Value;
        return null;
    }
}
