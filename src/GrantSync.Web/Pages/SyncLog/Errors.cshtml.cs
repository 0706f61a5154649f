using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.SyncLog;

/// <summary>Calls that went wrong, those that look alike together.</summary>
[ForRoles(Role.GrantManager, Role.Admin, Role.Support)]
public sealed class ErrorsModel(IMediator mediator, Caller caller) : Clerk(mediator)
{
    /// <summary>Days back that one may choose; 0 for all.</summary>
    public static readonly int[] Periods = [7, 30, 90, 0];

    public int Days { get; private set; }

    public string? Tenant { get; private set; }

    public IReadOnlyList<TenantHealth> Tenants { get; private set; } = [];

    public LogProblems Problems { get; private set; } = null!;

    public async Task<IActionResult> OnGet(int days = 7, string? tenant = null)
    {
        (Days, Tenant) = (Periods.Contains(days) ? days : 7, tenant);
        var problems = await Send(new ReadLogProblems(Days == 0 ? null : Days, tenant));
        if (problems.Refusal is { } refusal)
        {
            return TurnAway(refusal);
        }

        Problems = problems.Value;
        if (WantsPart)
        {
            Response.Headers["HX-Push-Url"] = Address(Days, Tenant);
            return Partial("_Errors", this);
        }

        Tenants = caller.Role == Role.Support ? (await Send(new ListTenants())).Value : [];
        return Page();
    }

    public async Task<IActionResult> OnPostAgain(string fingerprint, int days)
    {
        var again = await Send(new TryAgainFromLog(Fingerprint: fingerprint));
        return Say(again, Address(days, null), RowModel.TriedAgain(again.IsRefused ? 0 : again.Value));
    }

    /// <summary>The group's rows in the log, in the same time.</summary>
    public static string Rows(LogProblemGroup group, bool several) => $"/sync-log?alike={group.Fingerprint}{(several ? $"&tenant={group.Tenant}" : "")}";

    private static string Address(int days, string? tenant) =>
        $"/sync-log/errors?days={(Periods.Contains(days) ? days : 7)}{(string.IsNullOrEmpty(tenant) ? "" : $"&tenant={Uri.EscapeDataString(tenant)}")}";
}
