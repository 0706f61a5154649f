using System.Globalization;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.SyncLog;

/// <summary>The log's terms in words for a person.</summary>
internal static class LogWords
{
    public static readonly string[] Outcomes =
        ["ok", "refused", "unknown", "pending", "access", "credentials", "missing", "busy", "server_error", "not_odoo", "not_sent", "given_up"];

    public static readonly string[] Entities = ["plan", "account", "template_category", "budget_line", "project_account", "project", "project_budget",
        "project_budget_line", "connection", "health", "drift", "actuals"];

    public static readonly string[] Models = ["account.analytic.plan", "account.analytic.account", "project.project", "res.company", "res.users", "account.analytic.line",
        "crossovered.budget", "crossovered.budget.lines", "budget.analytic", "budget.line"];

    public static readonly string[] Operations = ["upsert", "ping", "test", "resolve", "compare", "read", "budgets", "companies", "adoptable"];

    /// <summary>Odoo's fault codes in words.</summary>
    public static readonly int[] Faults = [1, 2, 3, 4];

    public static string Fault(int code) => code switch
    {
        1 => T("Other fault"),
        2 => T("To be mended by a user"),
        3 => T("Access denied"),
        4 => T("A right is missing"),
        _ => T("Fault {0}", code),
    };

    /// <summary>What is set, each with the filter's name in the address; times are shown on the reader's clock, so not in here.</summary>
    public static IEnumerable<(string Name, string Words)> Chips(LogFilter filter, IReadOnlyList<LogUser> users)
    {
        (string Name, string? Words)[] all =
        [
            ("tenant", Set(filter.Tenant) is { } tenant ? T("Tenant: {0}", tenant) : null),
            ("outcome", Set(filter.Outcome) is { } outcome ? T("Outcome: {0}", outcome == "trouble" ? T("Anything that went wrong") : Outcome(outcome).Word) : null),
            ("entity", Set(filter.Entity) is { } entity ? T("About: {0}", Entity(entity)) : null),
            ("operation", Set(filter.Operation) is { } operation ? T("Operation: {0}", Said(operation)) : null),
            ("direction", filter.Direction is { } direction ? Direction(direction) : null),
            ("model", Set(filter.Model) is { } model ? T("Model: {0}", model) : null),
            ("method", Set(filter.Method) is { } method ? T("Method: {0}", method) : null),
            ("http", filter.Http is { } http ? T("HTTP status: {0}", http) : null),
            ("fault", filter.Fault is { } fault ? T("Fault: {0}", Fault(fault)) : null),
            ("user", filter.User is { } user ? T("Asked for by: {0}", users.FirstOrDefault(u => u.Id == user)?.Name ?? user.ToString(CultureInfo.InvariantCulture)) : null),
            ("key", Set(filter.Key) is { } key ? T("Key: {0}", key) : null),
            ("trace", Set(filter.Trace) is { } trace ? T("Trace: {0}", trace) : null),
            ("alike", Set(filter.Alike) is not null ? T("Went wrong in the same way") : null),
            ("text", Set(filter.Text) is { } text ? T("Words: {0}", text) : null),
        ];
        return all.Where(c => c.Words is not null).Select(c => (c.Name, c.Words!));
    }

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>A wanted record's fields in words.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(WantedFields fields)
    {
        yield return (T("Name"), fields.Name);
        switch (fields)
        {
            case WantedAccount account:
                yield return (T("Code"), account.Code);
                yield return (T("Analytic plan"), account.PlanExternalId ?? $"#{account.ExistingPlanId}");
                yield return (T("Company"), account.CompanyId is { } company ? $"#{company}" : T("All companies"));
                yield return (T("In Odoo it is to be"), account.Active ? T("active") : T("archived"));
                break;
            case WantedProject project:
                yield return (T("Analytic account"), project.AccountExternalId);
                yield return (T("Company"), project.CompanyId is { } its ? $"#{its}" : T("All companies"));
                yield return (T("Period"), $"{(project.StartsOn is { } starts ? Day(starts) : "…")} – {(project.EndsOn is { } ends ? Day(ends) : "…")}");
                yield return (T("In Odoo it is to be"), project.Archived ? T("archived") : T("active"));
                break;
            case WantedBudget budget:
                yield return (T("Period"), $"{Day(budget.StartsOn)} – {Day(budget.EndsOn)}");
                yield return (T("Company"), $"#{budget.CompanyId}");
                break;
            case WantedBudgetLine line:
                yield return (T("Amount"), Words.Plain(line.Amount));
                yield return (T("Period"), $"{Day(line.StartsOn)} – {Day(line.EndsOn)}");
                yield return (T("Budget"), line.BudgetExternalId);
                break;
        }
    }

    public static (string Word, string Colour, string Shape) State(IntentState state) => state switch
    {
        IntentState.Queued => (T("Waiting"), "waiting", "clock"),
        IntentState.Sending => (T("Sending"), "sending", "arrow"),
        IntentState.Confirmed => (T("In Odoo"), "good", "check"),
        IntentState.Refused => (T("Refused"), "bad", "cross"),
        IntentState.Unknown => (T("Unknown"), "unknown", "question"),
        IntentState.Superseded => (T("Replaced by a newer one"), "grey", "dash"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <param name="outcome">Null, like <c>pending</c>, while the call is under way.</param>
    public static (string Word, string Colour, string Shape, string Means) Outcome(string? outcome) => outcome switch
    {
        null or "pending" => (T("Under way"), "waiting", "clock",
            T("The call is on its way, or GrantSync was stopped in the middle of it. In that case it looks into Odoo before it sends anything again.")),
        "ok" => (T("OK"), "good", "check", T("Odoo did what it was asked.")),
        "refused" => (T("Refused"), "bad", "cross", T("Odoo said no and wrote nothing. Read its reason, mend what it names, and sync the grant again.")),
        "unknown" => (T("Unknown"), "unknown", "question",
            T("The answer was lost, so nobody knows yet whether Odoo wrote it. GrantSync waits, reads Odoo, and only then decides. Nothing needs doing.")),
        "access" => (T("No right"), "bad", "cross", T("The Odoo user lacks a right. Give it in Odoo, then test the connection.")),
        "credentials" => (T("Bad key"), "bad", "cross", T("Odoo does not accept the user or the key. An admin enters a working key under Connection.")),
        "missing" => (T("Not there"), "amber", "triangle", T("What was asked for is not in Odoo.")),
        "busy" => (T("Busy"), "amber", "clock", T("Odoo was busy and wrote nothing. GrantSync tries again by itself.")),
        "server_error" => (T("Odoo failed"), "bad", "cross", T("Odoo failed while it read. GrantSync tries again by itself; if it goes on, look at Odoo's own log.")),
        "not_odoo" => (T("Not Odoo"), "bad", "cross", T("Something else than Odoo answered at that address. Check the address, and any proxy before Odoo.")),
        "given_up" => (T("Given up"), "amber", "triangle", T("GrantSync waited, and no answer came. It was a question only, so nothing can have been written. It is asked again at its next turn.")),
        "not_sent" => (T("Not sent"), "amber", "triangle", T("Odoo could not be reached, and nothing was sent. GrantSync tries again by itself.")),
        _ => (outcome, "grey", "dash", ""),
    };

    /// <summary>What a call was about and did: <c>Connection: test</c>. Most are upserts, which goes without saying.</summary>
    public static string What(string entity, string operation) => operation is "upsert" or "ping" ? Entity(entity) : $"{Entity(entity)}: {Said(operation)}";

    public static string Direction(CallDirection direction) => direction == CallDirection.Write ? T("Write") : T("Read");

    /// <summary>Calls such as <c>version</c> are of no model.</summary>
    public static string Call(string model, string method) => model.Length == 0 ? method : $"{model} {method}";

    public static string Entity(string entity) => entity switch
    {
        "plan" => T("Analytic plan"),
        "account" => T("Analytic accounts"),
        "template_category" => T("Budget category"),
        "budget_line" => T("Budget line"),
        "project_account" => T("Project account"),
        "project" => T("Project"),
        "project_budget" => T("Project's budget"),
        "project_budget_line" => T("Line of a project's budget"),
        "connection" => T("Connection"),
        "health" => T("Ping"),
        "drift" => T("Drift"),
        "actuals" => T("Actuals"),
        _ => entity,
    };
}
