using System.Globalization;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;

namespace GrantSync.Application.Connections;

/// <summary>
/// Tries an Odoo step by step, in the order in which things go wrong: address, version, database, user and key, groups, rights, plans, budgets. The
/// step that fails names what to mend; those after it are not taken.
/// </summary>
internal sealed class ConnectionTest(LoggedCalls calls, OdooConnections connections, BudgetDetection budgets, Caller caller)
{
    /// <summary>Answers the report and, when the sign-in worked, the user's id there.</summary>
    public async Task<(ConnectionReport Report, int Uid, int Major)> Run(
        string server, string database, string user, string key, CancellationToken cancellationToken)
    {
        var steps = new Steps();
        var guest = connections.Open(server, database, user, 0, key);

        var version = await Ask(guest, OdooCalls.Version(), cancellationToken);
        if (version.Kind != OutcomeKind.Ok)
        {
            steps.Fail("Address", version.Kind is OutcomeKind.NotOdoo
                ? $"{server} answers, but it is not Odoo's XML-RPC. Check the address; a proxy must let /xmlrpc/2/ through."
                : $"{server} cannot be reached. {version.Sentence}");
            return (steps.Report(null, [], [], []), 0, 0);
        }

        steps.Pass("Address", $"{server} is an Odoo server.");
        var (major, series) = (version.Value!.Major, version.Value.Series);
        if (major < OdooDialect.Oldest)
        {
            steps.Fail("Version", $"This is Odoo {series}. GrantSync works with Odoo 16 to 19, and is proved on 17 and 18.");
            return (steps.Report(series, [], [], []), 0, major);
        }

        steps.Pass("Version", VersionSentences.For(major, series));

        var uid = await Ask(guest, OdooCalls.Authenticate(), cancellationToken);
        switch (uid.Kind)
        {
            case OutcomeKind.Ok:
                steps.Pass("Database", $"The database {database} is there.");
                steps.Pass("User and key", $"{user} signs in.");
                break;
            case OutcomeKind.Credentials:
                steps.Pass("Database", $"The database {database} is there.");
                steps.Fail("User and key", $"Odoo does not accept {user} with this key. Check the login, and that the key is an API key of that user; "
                    + "after five failures Odoo refuses everybody for a minute.");
                return (steps.Report(series, [], [], []), 0, major);
            case OutcomeKind.ServerError:
                // Odoo answers fault 1 with a traceback for a database that does not exist: recording 004
                steps.Fail("Database", $"This server has no database {database}, or it is not ready. Check the name, exactly as in Odoo's database list.");
                return (steps.Report(series, [], [], []), 0, major);
            default:
                steps.Fail("Database", uid.Sentence);
                return (steps.Report(series, [], [], []), 0, major);
        }

        var odoo = connections.Open(server, database, user, uid.Value, key);
        return (await AskAsUser(odoo, user, uid.Value, major, series, steps, cancellationToken), uid.Value, major);
    }

    private async Task<ConnectionReport> AskAsUser(
        IOdooClient odoo, string user, int uid, int major, string series, Steps steps, CancellationToken cancellationToken)
    {
        var dialect = OdooDialect.For(major);

        // without one of these two, plans cannot even be read; an administrator of Odoo may lack both
        var analytic = await HasGroup("analytic.group_analytic_accounting") || await HasGroup("account.group_account_user");
        if (!analytic)
        {
            steps.Fail("Groups", $"{user} lacks the group Analytic Accounting (analytic.group_analytic_accounting). Tick 'Analytic Accounting' for that "
                + "user under Settings > Users; being an administrator is not enough.");
            return steps.Report(series, [], [], []);
        }

        if (!await HasGroup("project.group_project_manager"))
        {
            steps.Fail("Groups", $"{user} lacks the group Project: Administrator (project.group_project_manager), or the Project app is not installed.");
            return steps.Report(series, [], [], []);
        }

        steps.Pass("Groups", $"{user} is in the groups that GrantSync needs.");
        foreach (var (model, operation) in NeededRights)
        {
            var right = await Ask(odoo, OdooCalls.CheckAccessRights(model, operation, dialect), cancellationToken);
            if (right.Kind != OutcomeKind.Ok || !right.Value)
            {
                steps.Fail("Rights", right.Kind == OutcomeKind.Ok
                    ? $"{user} may not {operation} records of {model}. Give the user that right in Odoo."
                    : $"The right to {operation} {model} could not be checked. {right.Sentence}");
                return steps.Report(series, [], [], []);
            }
        }

        steps.Pass("Rights", "It may read and write analytic accounts and projects.");
        var plans = await Ask(
            odoo, OdooCalls.SearchRead("account.analytic.plan", OdooDomain.Where("parent_id", "=", false), ["name"], limit: 200), cancellationToken);
        var columns = await Ask(odoo, OdooCalls.FieldsGet("account.analytic.line"), cancellationToken);
        var companies = await Ask(
            odoo, OdooCalls.SearchRead("res.company", OdooDomain.All, ["name", "currency_id"], limit: 500), cancellationToken);
        if (plans.Kind != OutcomeKind.Ok || columns.Kind != OutcomeKind.Ok || companies.Kind != OutcomeKind.Ok)
        {
            steps.Fail("Plans", new[] { (plans.Kind, plans.Sentence), (columns.Kind, columns.Sentence), (companies.Kind, companies.Sentence) }
                .First(o => o.Kind != OutcomeKind.Ok).Sentence);
            return steps.Report(series, [], [], []);
        }

        var found = plans.Value!.Select(p => new OdooPlan(p.Id, p.Text("name") ?? "")).ToList();
        var stock = PlanColumns.StockProjectPlan(dialect, found.Select(p => p.Id), columns.Value!.Keys);
        steps.Pass("Plans", found.Count == 0 ? "There are no plans yet; GrantSync can make them." : $"{found.Count} plans are there to choose from.");
        var inBudgets = await budgets.Look(odoo, dialect, user, About(), cancellationToken);
        steps.Pass("Budgets", inBudgets.Sentence);
        return steps.Report(
            series,
            found,
            [.. companies.Value!.Select(c => new OdooCompany(c.Id, c.Text("name") ?? "", c.Many2One("currency_id")?.Name ?? ""))],
            Suggest(found, stock)) with
        { BudgetModel = inBudgets.Model };

        async Task<bool> HasGroup(string group)
        {
            var answer = await Ask(odoo, OdooCalls.HasGroup(uid, major, group), cancellationToken);
            return answer.Kind == OutcomeKind.Ok && answer.Value;
        }
    }

    private static readonly (string Model, string Operation)[] NeededRights =
    [
        ("account.analytic.plan", "read"),
        ("account.analytic.account", "create"),
        ("account.analytic.account", "write"),
        ("project.project", "create"),
        ("project.project", "write"),
    ];

    /// <summary>Odoo's own project plan for axis 1 (18 demands it), plans with our usual names where they are, new ones otherwise.</summary>
    private static List<PlanChoice> Suggest(List<OdooPlan> plans, int? stockProjectPlan)
    {
        PlanChoice Named(Axis axis, string name) =>
            plans.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)) is { } plan
                ? new PlanChoice(axis, plan.Name, plan.Id)
                : new PlanChoice(axis, name, null);
        var project = plans.FirstOrDefault(p => p.Id == stockProjectPlan);
        return
        [
            project is null ? Named(Axis.Project, "GrantSync project") : new PlanChoice(Axis.Project, project.Name, project.Id),
            Named(Axis.Category, "Donor budget line"),
            Named(Axis.Detail, "Donor budget detail"),
        ];
    }

    private Task<OdooOutcome<T>> Ask<T>(IOdooClient odoo, OdooCall<T> call, CancellationToken cancellationToken) =>
        calls.Send(odoo, call, About(), cancellationToken);

    private CallAbout About() => new(caller.Tenant, "connection", "test", [], UserId: caller.UserId);

    private sealed class Steps
    {
        private static readonly string[] All = ["Address", "Version", "Database", "User and key", "Groups", "Rights", "Plans", "Budgets"];
        private readonly List<ConnectionStep> taken = [];

        public void Pass(string name, string sentence) => taken.Add(new ConnectionStep(name, true, sentence));

        public void Fail(string name, string sentence) => taken.Add(new ConnectionStep(name, false, sentence));

        public ConnectionReport Report(
            string? series, IReadOnlyList<OdooPlan> plans, IReadOnlyList<OdooCompany> companies, IReadOnlyList<PlanChoice> suggested)
        {
            var untaken = All.Where(name => taken.All(s => s.Name != name)).Select(name => new ConnectionStep(name, null, "Not looked at yet."));
            return new ConnectionReport(
                taken.Count == All.Length && taken.All(s => s.Ok == true),
                series,
                [.. taken.Concat(untaken).OrderBy(s => Array.IndexOf(All, s.Name))],
                plans,
                companies,
                suggested);
        }
    }
}
