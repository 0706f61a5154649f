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
        null or "pending" => ("Under way", "waiting", "clock",
            "The call is on its way, or GrantSync was stopped in the middle of it. In that case it looks into Odoo before it sends anything again."),
        "ok" => ("OK", "good", "check", "Odoo did what it was asked."),
        "refused" => ("Refused", "bad", "cross", "Odoo said no and wrote nothing. Read its reason below, mend what it names, and sync the grant again."),
        "unknown" => ("Unknown", "unknown", "question",
            "The answer was lost, so nobody knows yet whether Odoo wrote it. GrantSync waits, reads Odoo, and only then decides. Nothing needs doing."),
        "access" => ("No right", "bad", "cross", "The Odoo user lacks a right. Give it in Odoo, then test the connection."),
        "credentials" => ("Bad key", "bad", "cross", "Odoo does not accept the user or the key. An admin enters a working key under Connection."),
        "missing" => ("Not there", "amber", "triangle", "What was asked for is not in Odoo."),
        "busy" => ("Busy", "amber", "clock", "Odoo was busy and wrote nothing. GrantSync tries again by itself."),
        "server_error" => ("Odoo failed", "bad", "cross", "Odoo failed while it read. GrantSync tries again by itself; if it goes on, look at Odoo's own log."),
        "not_odoo" => ("Not Odoo", "bad", "cross", "Something else than Odoo answered at that address. Check the address, and any proxy before Odoo."),
        "not_sent" => ("Not sent", "amber", "triangle", "Odoo could not be reached, and nothing was sent. GrantSync tries again by itself."),
        _ => (outcome, "grey", "dash", ""),
    };

    /// <summary>What a call was about and did: <c>Connection: test</c>. Most are upserts, which goes without saying.</summary>
    public static string What(string entity, string operation) => operation is "upsert" or "ping" ? Entity(entity) : $"{Entity(entity)}: {operation}";

    /// <summary>Calls such as <c>version</c> are of no model.</summary>
    public static string Call(string model, string method) => model.Length == 0 ? method : $"{model} {method}";

    public static string Entity(string entity) => entity switch
    {
        "plan" => "Analytic plan",
        "account" => "Analytic accounts",
        "template_category" => "Budget category",
        "budget_line" => "Budget line",
        "project_account" => "Project account",
        "project" => "Project",
        "project_budget" => "Project's budget",
        "project_budget_line" => "Line of a project's budget",
        "connection" => "Connection",
        "health" => "Ping",
        "drift" => "Drift",
        "actuals" => "Actuals",
        _ => entity,
    };
}
