using GrantSync.Application.SyncLog;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.SyncLog;

/// <summary>The log's terms in words for a person.</summary>
internal static class LogWords
{
    public static readonly string[] Outcomes =
        ["ok", "refused", "unknown", "pending", "access", "credentials", "missing", "busy", "server_error", "not_odoo", "not_sent"];

    public static readonly string[] Entities = ["plan", "account", "template_category", "budget_line", "project_account", "project", "project_budget",
        "project_budget_line", "connection", "health", "drift", "actuals"];

    public static readonly string[] Models = ["account.analytic.plan", "account.analytic.account", "project.project", "res.company", "res.users", "account.analytic.line",
        "crossovered.budget", "crossovered.budget.lines", "budget.analytic", "budget.line"];

    /// <param name="outcome">Null, like <c>pending</c>, while the call is under way.</param>
    public static (string Word, string Colour, string Shape, string Means) Outcome(string? outcome) => outcome switch
    {
        null or "pending" => (T("Under way"), "waiting", "clock",
            T("The call is on its way, or GrantSync was stopped in the middle of it. In that case it looks into Odoo before it sends anything again.")),
        "ok" => (T("OK"), "good", "check", T("Odoo did what it was asked.")),
        "refused" => (T("Refused"), "bad", "cross", T("Odoo said no and wrote nothing. Read its reason below, mend what it names, and sync the grant again.")),
        "unknown" => (T("Unknown"), "unknown", "question",
            T("The answer was lost, so nobody knows yet whether Odoo wrote it. GrantSync waits, reads Odoo, and only then decides. Nothing needs doing.")),
        "access" => (T("No right"), "bad", "cross", T("The Odoo user lacks a right. Give it in Odoo, then test the connection.")),
        "credentials" => (T("Bad key"), "bad", "cross", T("Odoo does not accept the user or the key. An admin enters a working key under Connection.")),
        "missing" => (T("Not there"), "amber", "triangle", T("What was asked for is not in Odoo.")),
        "busy" => (T("Busy"), "amber", "clock", T("Odoo was busy and wrote nothing. GrantSync tries again by itself.")),
        "server_error" => (T("Odoo failed"), "bad", "cross", T("Odoo failed while it read. GrantSync tries again by itself; if it goes on, look at Odoo's own log.")),
        "not_odoo" => (T("Not Odoo"), "bad", "cross", T("Something else than Odoo answered at that address. Check the address, and any proxy before Odoo.")),
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
