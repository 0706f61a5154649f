using System.Globalization;
using GrantSync.Application.Connections;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Application.Actuals;

/// <summary>What Odoo answers to one reading. A call that fails ends it; only the right to read journal entries may be missing.</summary>
internal sealed class ActualsLook(LoggedCalls calls, ActualsLimits limits)
{
    private const string Line = "account.analytic.line";

    /// <summary>Bills that are owed: a refund of one is a negative debt.</summary>
    private static readonly XmlRpcValue Bills = XmlRpcValue.Array("in_invoice", "in_refund", "in_receipt");

    /// <summary>Which columns of analytic lines carry our three plans in this database.</summary>
    public async Task<LineColumns> Columns(ActualsTarget target, IReadOnlyDictionary<Axis, int> plans, CancellationToken cancellationToken)
    {
        var fields = await Ask(target, OdooCalls.FieldsGet(Line), "columns", cancellationToken);
        if (!target.Dialect.HasPlanColumns)
        {
            return new LineColumns("account_id", null, null, fields.Keys.ToHashSet(StringComparer.Ordinal));
        }

        var roots = await Ask(
            target, OdooCalls.SearchRead("account.analytic.plan", OdooDomain.Where("parent_id", "=", false), ["name"], limit: 500), "columns", cancellationToken);
        var stock = PlanColumns.StockProjectPlan(target.Dialect, roots.Select(r => r.Id), fields.Keys);
        string Column(Axis axis) =>
            fields.ContainsKey(PlanColumns.Of(plans[axis])) ? PlanColumns.Of(plans[axis])
            : plans[axis] == stock ? "account_id"
            : throw new ActualsLookFailed($"Analytic lines in Odoo have no column for our plan {(int)axis}: it was deleted or has become a sub-plan. Look at the plans under Connection.");
        return new LineColumns(Column(Axis.Project), Column(Axis.Category), Column(Axis.Detail), fields.Keys.ToHashSet(StringComparer.Ordinal));
    }

    public Task<int> Count(ActualsTarget target, OdooDomain domain, CancellationToken cancellationToken) =>
        Ask(target, OdooCalls.SearchCount(Line, domain), "count lines", cancellationToken);

    /// <summary>The lines above <paramref name="last"/>, in the order of their ids; fewer than a page at the end.</summary>
    public Task<IReadOnlyList<OdooRecord>> Page(ActualsTarget target, LineColumns columns, OdooDomain domain, int last, CancellationToken cancellationToken) =>
        Ask(target, OdooCalls.SearchRead(Line, domain.And("id", ">", last), columns.Fields, limits.ReadAtOnce), "read lines", cancellationToken);

    /// <summary>Odoo's own sums of the same lines, by account and company.</summary>
    public async Task<IReadOnlyList<OdooSum>> Sums(ActualsTarget target, OdooDomain domain, string column, CancellationToken cancellationToken) =>
        [.. (await Ask(target, OdooCalls.ReadGroup(Line, domain, ["amount:sum"], [column, "company_id"]), "sum lines", cancellationToken)).Select(group => new OdooSum(
            group.Many2One(column)?.Id ?? 0, group.Many2One("company_id")?.Id ?? 0, (int)(group.Number("__count") ?? 0), group.Money("amount") ?? 0))];

    /// <summary>The journal entries of these journal items, with the part that is still owed; null when the user may not read them.</summary>
    public async Task<IReadOnlyDictionary<int, OdooEntry>?> Entries(ActualsTarget target, IReadOnlyList<int> moveLines, CancellationToken cancellationToken)
    {
        if (moveLines.Count == 0)
        {
            return new Dictionary<int, OdooEntry>();
        }

        var items = await AskIfAllowed(
            target, OdooCalls.SearchRead("account.move.line", OdooDomain.Where("id", "in", XmlRpcValue.Ints(moveLines)), ["move_id"], limit: moveLines.Count), cancellationToken);
        if (items is null)
        {
            return null;
        }

        var entries = items.Select(i => i.Many2One("move_id")?.Id).OfType<int>().Distinct().ToList();
        var bills = entries.Count == 0 ? [] : await AskIfAllowed(
            target,
            OdooCalls.SearchRead(
                "account.move",
                OdooDomain.Where("id", "in", XmlRpcValue.Ints(entries)).And("move_type", "in", Bills).And("state", "=", "posted")
                    .And("payment_state", "in", XmlRpcValue.Array("not_paid", "partial")),
                ["amount_total", "amount_residual"],
                limit: entries.Count),
            cancellationToken);
        if (bills is null)
        {
            return null;
        }

        var owed = bills.ToDictionary(b => b.Id, b => b.Money("amount_total") is { } total && total != 0 ? Math.Clamp((b.Money("amount_residual") ?? 0) / total, 0, 1) : 0);
        return items.ToDictionary(i => i.Id, i => new OdooEntry(i.Many2One("move_id")?.Name, i.Many2One("move_id") is { } entry ? owed.GetValueOrDefault(entry.Id) : 0));
    }

    private async Task<IReadOnlyList<OdooRecord>?> AskIfAllowed(ActualsTarget target, OdooCall<IReadOnlyList<OdooRecord>> call, CancellationToken cancellationToken)
    {
        var answer = await calls.Send(target.Odoo, call, target.About("read payments"), cancellationToken);
        return answer.Kind switch
        {
            OutcomeKind.Ok => answer.Value!,
            OutcomeKind.Access => null,
            _ => throw new ActualsLookFailed(answer.Sentence),
        };
    }

    private async Task<T> Ask<T>(ActualsTarget target, OdooCall<T> call, string operation, CancellationToken cancellationToken)
    {
        var answer = await calls.Send(target.Odoo, call, target.About(operation), cancellationToken);
        return answer.Kind == OutcomeKind.Ok ? answer.Value! : throw new ActualsLookFailed(answer.Sentence);
    }
}

/// <summary>Odoo did not answer as it should; the message says why, in plain words.</summary>
internal sealed class ActualsLookFailed(string sentence) : Exception(sentence);

/// <summary>Whose Odoo is read, and who asked.</summary>
internal sealed record ActualsTarget(string Tenant, IOdooClient Odoo, OdooDialect Dialect, long? UserId)
{
    public CallAbout About(string operation) => new(Tenant, "actuals", operation, [], UserId: UserId);
}

/// <param name="Account">The account that the lines carry.</param>
internal sealed record OdooSum(int Account, int Company, int Lines, decimal Amount);

/// <param name="Owed">The part of the bill that is not paid: 0 to 1.</param>
internal sealed record OdooEntry(string? Name, decimal Owed);

/// <summary>How this database's analytic lines carry our plans. Odoo 16 has one column for all of them.</summary>
internal sealed record LineColumns(string Project, string? Category, string? Detail, IReadOnlySet<string> Known)
{
    // without the accounting application a line has no ledger account and no journal item
    public IReadOnlyList<string> Fields =>
    [
        .. new[] { "date", "name", "ref", "partner_id", "amount", "currency_id", "company_id", "general_account_id", "move_line_id" }.Where(Known.Contains),
        .. new[] { Project, Category, Detail }.OfType<string>(),
    ];

    public static DateOnly Day(OdooRecord line) => DateOnly.ParseExact(line.Text("date") ?? "0001-01-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
