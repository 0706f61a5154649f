using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.Rules;

namespace GrantSync.Sandbox.Methods;

/// <summary>Posts a bill as the bookkeeper does: an entry, its two lines, and the analytic lines (recordings 076 and 078).</summary>
internal static class Bills
{
    public static int Post(Session session, SandboxBill bill)
    {
        var store = session.Store;
        var company = store.Table("res.company").Find(bill.Company) ?? throw OdooFault.Missing("res.company", bill.Company, session.UserId);
        var move = session.Create("account.move", new Dictionary<string, object?>
        {
            ["name"] = bill.Posted ? Number(store, bill) : "/",
            ["state"] = bill.Posted ? "posted" : "draft",
            ["move_type"] = bill.Amount < 0 ? "in_refund" : "in_invoice",
            ["date"] = bill.Date,
            ["invoice_date"] = bill.Date,
            ["journal_id"] = store.Table("account.journal").Records.First(journal => journal.Text("type") == "purchase").Id,
            ["company_id"] = bill.Company,
            ["currency_id"] = company["currency_id"],
            ["partner_id"] = bill.Partner,
            ["amount_total"] = Math.Abs(bill.Amount),
            ["amount_residual"] = Math.Abs(bill.Amount) - bill.Paid,
            ["payment_state"] = bill.Paid == 0 ? "not_paid" : bill.Paid < Math.Abs(bill.Amount) ? "partial" : "paid",
            ["ref"] = bill.Reference,
        });
        var expense = Line(session, move, Account(store, account => account.Text("code") == bill.Account), bill.Label, bill.Amount);
        store.Set(store.Table("account.move.line"), expense, "analytic_distribution", bill.Distribution
            .ToDictionary(share => share.Key, share => (object?)share.Value));
        var payable = Line(session, move, Account(store, account => account.Text("account_type") == "liability_payable"), "", -bill.Amount);
        var owed = -bill.Amount + (bill.Paid * Math.Sign(bill.Amount));
        session.Write("account.move.line", [payable.Id], new Dictionary<string, object?>
        {
            ["date_maturity"] = bill.Date,
            ["amount_residual"] = owed,
            ["amount_residual_currency"] = owed,
        });
        if (bill.Posted) { Analyse(session, bill, expense); }
        return move.Id;
    }

    private static Record Line(Session session, Record move, int account, string label, double balance) =>
        session.Create("account.move.line", new Dictionary<string, object?>
        {
            ["move_id"] = move.Id,
            ["account_id"] = account,
            ["name"] = label,
            ["debit"] = Math.Max(0, balance),
            ["credit"] = Math.Max(0, -balance),
            ["balance"] = balance,
            ["amount_currency"] = balance,
        });

    /// <summary>One analytic line a share; a cost is negative there.</summary>
    private static void Analyse(Session session, SandboxBill bill, Record expense)
    {
        var accounts = session.Store.Table("account.analytic.account");
        foreach (var (keys, percent) in bill.Distribution)
        {
            var line = new Dictionary<string, object?>
            {
                ["name"] = bill.Label,
                ["date"] = bill.Date,
                ["amount"] = Math.Round(-bill.Amount * percent / 100, 2),
                ["company_id"] = bill.Company,
                ["general_account_id"] = expense["account_id"],
                ["move_line_id"] = expense.Id,
                ["partner_id"] = bill.Partner,
                ["ref"] = bill.Reference,
            };
            foreach (var key in keys.Split(','))
            {
                var id = int.Parse(key, System.Globalization.CultureInfo.InvariantCulture);
                var account = accounts.Find(id) ?? throw OdooFault.Missing(accounts.Model.Name, id, session.UserId);
                line[AnalyticAccounts.Column(session.Store, account)] = id;
            }
            session.Create("account.analytic.line", line);
        }
    }

    private static int Account(Store store, Func<Record, bool> which) => store.Table("account.account").Records.First(which).Id;

    private static string Number(Store store, SandboxBill bill)
    {
        var series = $"{(bill.Amount < 0 ? "RBILL" : "BILL")}/{bill.Date[..4]}/{bill.Date[5..7]}/";
        var used = store.Table("account.move").Records.Count(move => move.Text("name")!.StartsWith(series, StringComparison.Ordinal));
        return $"{series}{used + 1:0000}";
    }
}
