using System.Globalization;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.SyncLog;

[ForRoles(Role.GrantManager, Role.Admin, Role.Support)]
public sealed class RowModel(IMediator mediator) : Clerk(mediator)
{
    /// <summary>The filter of the list that one came from.</summary>
    public LogFilter Filter { get; private set; } = new();

    public SyncLogDetail Detail { get; private set; } = null!;

    public LogStory Story { get; private set; } = null!;

    public string? Sent { get; private set; }

    public string? Received { get; private set; }

    /// <summary>Whether XML is shown with an element a line.</summary>
    public bool Indented { get; private set; }

    public async Task<IActionResult> OnGet(long id, [FromQuery] LogFilter filter, bool xml)
    {
        var row = await Send(new ReadSyncLogRow(id));
        if (row.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        (Filter, Detail, Indented) = (filter, row.Value, xml);
        Sent = LogBody.Text(row.Value.Request, xml);
        Received = LogBody.Text(row.Value.Response, xml);
        if (WantsPart)
        {
            return Partial("_Bodies", this);
        }

        Story = (await Send(new ReadLogStory(id))).Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAgain(long id)
    {
        var again = await Send(new TryAgainFromLog(Row: id));
        return Say(again, string.Create(CultureInfo.InvariantCulture, $"/sync-log/{id}"), TriedAgain(again.IsRefused ? 0 : again.Value));
    }

    internal static string TriedAgain(int count) => count == 0
        ? T("Nothing of it waits any more: it went on by itself, or somebody else tried again.")
        : Words.Plural(count, "{0} record is tried again.", "{0} records are tried again.");
}
