using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Benchmarks;

/// <summary>Values shaped like the recorded ledger lines (18.0/078) and account loads (18.0/048).</summary>
internal static class CodecSample
{
    public static XmlRpcValue Answer(int records) => XmlRpcValue.Array([.. Enumerable.Range(1, records).Select(LedgerLine)]);

    public static XmlRpcRequest LoadCall(int rows) => new("execute_kw",
    [
        "books", 8, "0123456789abcdef0123456789abcdef01234567", "account.analytic.account", "load",
        XmlRpcValue.Array(
            XmlRpcValue.Texts(["id", "name", "code", "plan_id/id", "company_id/.id"]),
            XmlRpcValue.Array([.. Enumerable.Range(1, rows).Select(Row)])),
        XmlRpcValue.EmptyStruct,
    ]);

    private static XmlRpcValue LedgerLine(int id) => XmlRpcValue.Struct(
        ("id", id),
        ("date", $"2026-{(id % 12) + 1:00}-{(id % 28) + 1:00}"),
        ("move_name", $"BILL/2026/{(id % 12) + 1:00}/{id:0000}"),
        ("account_id", XmlRpcValue.Array(33, "600000 Expenses")),
        ("name", id % 3 == 0 ? "Déplacements & séjours <local>" : $"Salary of month {id % 12}"),
        ("balance", id * 12.25),
        ("amount_currency", id * 13.07),
        ("currency_id", XmlRpcValue.Array(125, "EUR")),
        ("partner_id", id % 2 == 0 ? XmlRpcValue.Array(64, "European Union (donor)") : false),
        ("analytic_distribution", XmlRpcValue.Struct(($"{id},631,634", 60.0), ("632", 40.0))),
        ("parent_state", "posted"),
        ("write_date", "2026-11-21 01:50:41"));

    private static XmlRpcValue Row(int number) => XmlRpcValue.Array(
        $"grantsync_acme.budget_line_{number}", $"Directrice de projet — Côte d’Ivoire {number}", $"HR/1.1.{number}",
        "grantsync_acme.plan_detail", "");
}
