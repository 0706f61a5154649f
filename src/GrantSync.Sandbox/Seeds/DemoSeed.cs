namespace GrantSync.Sandbox.Seeds;

/// <summary>The database that a visitor of the demo finds.</summary>
internal static class DemoSeed
{
    private static readonly string[] Currencies = ["EUR", "USD", "GBP", "CHF", "KES", "UGX", "TZS", "ETB", "NOK", "SEK", "DKK", "CAD",
        "JPY"];

    public static void Fill(SandboxOdoo odoo)
    {
        foreach (var currency in Currencies)
        {
            odoo.Create("res.currency", new()
            {
                ["name"] = currency,
                ["symbol"] = currency,
                ["active"] = true,
                ["rounding"] = currency is "JPY" or "UGX" ? 1.0 : 0.01,
                ["decimal_places"] = currency is "JPY" or "UGX" ? 0 : 2,
            }, $"base.{currency}");
        }
        Companies(odoo);
        Users(odoo);
        odoo.Create("res.lang", new() { ["name"] = "English (US)", ["code"] = "en_US", ["active"] = true }, "base.lang_en");
        odoo.Create("res.lang", new() { ["name"] = "French / Français", ["code"] = "fr_FR", ["active"] = true }, "base.lang_fr");

        // recording 041; 18 calls it "Project", 17 "Projects"
        odoo.Create("account.analytic.plan", new() { ["name"] = odoo.Version >= 18 ? "Project" : "Projects" },
            "analytic.analytic_plan_projects");
        odoo.Create("account.analytic.plan", new() { ["name"] = "Departments" }, "analytic.analytic_plan_departments");
        Ledger(odoo);
    }

    private static void Companies(SandboxOdoo odoo)
    {
        odoo.Create("res.partner", new() { ["name"] = "GrantSync Foundation", ["is_company"] = true }, "base.main_partner");
        odoo.Create("res.partner", new() { ["name"] = "GrantSync Kenya", ["is_company"] = true });
        odoo.Create("res.company", new()
        {
            ["name"] = "GrantSync Foundation",
            ["active"] = true,
            ["sequence"] = 0,
            ["currency_id"] = 1,
            ["partner_id"] = 1,
        }, "base.main_company");
        odoo.Create("res.company", new()
        {
            ["name"] = "GrantSync Kenya",
            ["active"] = true,
            ["sequence"] = 10,
            ["currency_id"] = 5,
            ["partner_id"] = 2,
        });
        foreach (var donor in new[] { "European Union", "USAID", "Norad", "Gates Foundation", "GIZ" })
        {
            odoo.Create("res.partner", new() { ["name"] = donor, ["is_company"] = true, ["customer_rank"] = 1 });
        }
    }

    /// <summary>An administrator of Odoo may well lack the analytic groups, so this one does.</summary>
    private static void Users(SandboxOdoo odoo)
    {
        odoo.CreateUser("OdooBot", "__system__", password: null, ["base.group_system"]);
        odoo.CreateUser("Administrator", "admin", "admin", ["base.group_system", "base.group_partner_manager"]);
        odoo.CreateUser("GrantSync", "sync@example.org", "sync-key",
            ["base.group_user", "analytic.group_analytic_accounting", "account.group_account_user", "project.group_project_manager"]);
        odoo.CreateUser("Plain user", "plain@example.org", "plain-key", ["base.group_user"]);
    }

    private static void Ledger(SandboxOdoo odoo)
    {
        (string Code, string Name, string Type)[] accounts =
        [
            ("101401", "Bank", "asset_cash"), ("121000", "Account Receivable", "asset_receivable"),
                ("211000", "Account Payable", "liability_payable"),
            ("400000", "Grant income", "income"), ("600000", "Expenses", "expense"), ("620000", "Salaries", "expense"),
                ("625000", "Travel", "expense"),
        ];
        foreach (var (code, name, type) in accounts)
        {
            odoo.Create("account.account", new()
            {
                ["code"] = code,
                ["name"] = name,
                ["account_type"] = type,
                ["reconcile"] = type is "asset_receivable" or "liability_payable",
                [odoo.Version >= 18 ? "company_ids" : "company_id"] = odoo.Version >= 18 ? new object[] { 1 } : 1,
            });
        }
        (string Code, string Name, string Type)[] journals = [("INV", "Customer Invoices", "sale"), ("BILL", "Vendor Bills", "purchase"),
            ("BNK1", "Bank", "bank"), ("MISC", "Miscellaneous Operations", "general")];
        foreach (var (code, name, type) in journals)
        {
            odoo.Create("account.journal", new()
            {
                ["code"] = code,
                ["name"] = name,
                ["type"] = type,
                ["active"] = true,
                ["company_id"] = 1,
            });
        }
    }
}
