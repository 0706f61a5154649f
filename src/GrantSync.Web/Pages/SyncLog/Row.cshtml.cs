using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.SyncLog;

[ForRoles(Role.GrantManager, Role.Admin, Role.Support)]
public sealed class RowModel(IMediator mediator) : Clerk(mediator)
{
    /// <summary>The filter of the list that one came from.</summary>
    public LogFilter Filter { get; private set; } = new();

    public SyncLogDetail Detail { get; private set; } = null!;

    public string? Sent { get; private set; }

    public string? Received { get; private set; }

    public async Task<IActionResult> OnGet(long id, [FromQuery] LogFilter filter)
    {
        var row = await Send(new ReadSyncLogRow(id));
        if (row.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        (Filter, Detail) = (filter, row.Value);
        Sent = LogBody.Text(row.Value.Request);
        Received = LogBody.Text(row.Value.Response);
        return Page();
    }
}
