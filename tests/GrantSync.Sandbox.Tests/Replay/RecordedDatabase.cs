using System.Globalization;
using System.Xml.Linq;

namespace GrantSync.Sandbox.Tests.Replay;

/// <summary>Puts the records that a real server was seen to hold into a sandbox, from the answers of its own reads.</summary>
internal sealed class RecordedDatabase(int version)
{
    private readonly Dictionary<string, Exchange> exchanges = Exchange.All(version).ToDictionary(exchange => exchange.Number);

    /// <summary>What was there before the first exchange.</summary>
    public void Seed(SandboxOdoo odoo)
    {
        Put(odoo, "res.company", Rows("028"));
        odoo.CreateUser("Administrator", "admin", "admin", ["base.group_system"], id: 2);
        odoo.CreateUser("GrantSync", "grantsync", "pw-grantsync",
            ["base.group_user", "analytic.group_analytic_accounting", "account.group_account_user", "project.group_project_manager"],
                id: 8);
        odoo.CreateUser("Plain", "plain", "pw-plain", ["base.group_user"], id: 9);
        odoo.CreateUser("Biller", "biller", "pw-biller", ["account.group_account_invoice"], id: 10);
        odoo.Create("res.lang", new() { ["name"] = "English (US)", ["code"] = "en_US", ["active"] = true });
        Put(odoo, "account.analytic.plan", Rows("041"));
        Put(odoo, "account.account", Rows("080"));
        Put(odoo, "account.move", Rows("081"));

        // the real servers had made and deleted others before: the sequences stand where the first new id came out
        SkipTo(odoo, "account.analytic.account", FirstLoaded("045"));
        SkipTo(odoo, "project.project", FirstLoaded("067"));
    }

    /// <summary>What happened on the real server between two exchanges without being recorded.</summary>
    public void Before(Exchange exchange, SandboxOdoo odoo)
    {
        switch (exchange.Number)
        {
            case "074":
                // nothing shows what took one account's id between 055 and here
                SkipTo(odoo, "account.analytic.account",
                    int.Parse(Answer.Items(Answer.Members(Rows("075")[0]).Last().Value).First().Value, CultureInfo.InvariantCulture));
                break;
            case "076":
                PostBills(odoo);
                break;
        }
    }

    /// <summary>Bills and an invoice on the accounts that were loaded a moment before, then the older ledger of a stock database.</summary>
    private void PostBills(SandboxOdoo odoo)
    {
        Put(odoo, "account.move.line", Rows("078"));
        Put(odoo, "account.move.line", Rows("079"));
        Put(odoo, "account.move.line", Rows("084"));
        Put(odoo, "account.move.line", Rows("085"));
        Put(odoo, "account.analytic.line", Rows("076"));
    }

    private void Put(SandboxOdoo odoo, string model, IEnumerable<XElement> rows)
    {
        foreach (var row in rows)
        {
            var values = Answer.Members(row).ToDictionary(member => member.Name, member => Value(odoo, model, member.Name, member.Value));
            values.Remove("id", out var id);
            if (odoo.Find(model, (int)id!) is not null)
            {
                odoo.Edit(model, (int)id, values);
                continue;
            }
            Complete(odoo, model, values);
            odoo.Create(model, values, id: (int)id);
        }
    }

    private void Complete(SandboxOdoo odoo, string model, Dictionary<string, object?> values)
    {
        foreach (var (field, value) in Missing(odoo, model, values).Where(missing => odoo.Store.Models[model].Has(missing.Item1)))
        {
            values.TryAdd(field, value);
        }
    }

    /// <summary>Required fields that the recorded read did not ask for.</summary>
    private IEnumerable<(string, object?)> Missing(SandboxOdoo odoo, string model, Dictionary<string, object?> values)
    {
        switch (model)
        {
            case "res.company":
                return [("active", true)];
            case "account.account":
                return [("code", "9"), ("name", "?"),
                    ("account_type", values.GetValueOrDefault("code") is string code && code.StartsWith('6') ? "expense" : "income"),
                        ("company_id", 1)];
            case "account.move":
                return [("journal_id", Referred(odoo, "account.journal", 1, "Customer Invoices")), ("move_type", "out_invoice"),
                    ("date", values.GetValueOrDefault("invoice_date"))];
            case "account.journal":
                return [("code", "J"), ("type", "general"), ("company_id", 1), ("active", true)];
            case "account.move.line":
                return [("move_id", MoveOf(odoo, values)), ("account_id", 1), ("currency_id", 1)];
            case "res.currency":
                return [("symbol", "?"), ("active", true)];
            default:
                return [];
        }
    }

    /// <summary>078 asked for moves 25 to 29 and answered their lines in that order.</summary>
    private int MoveOf(SandboxOdoo odoo, Dictionary<string, object?> line)
    {
        if (line.GetValueOrDefault("move_name") is not string name) { name = "MISC/0000"; }
        if (odoo.Records("account.move").FirstOrDefault(move => move.Text("name") == name) is { } known) { return known.Id; }
        var asked = Rows("078").Select(row => Answer.Members(row).Single(member => member.Name == "move_name").Value.Value).Distinct()
            .ToList();
        var id = asked.IndexOf(name) is var place and >= 0 ? 25 + place : 100 + odoo.Records("account.move").Count;
        return odoo.Create("account.move", new()
        {
            ["name"] = name,
            ["state"] = "posted",
            ["journal_id"] = Referred(odoo, "account.journal", 1, "Customer Invoices"),
            ["currency_id"] = 1,
        }, id: id);
    }

    private object? Value(SandboxOdoo odoo, string model, string field, XElement value)
    {
        var typed = value.Elements().Single();
        switch (typed.Name.LocalName)
        {
            case "int": return int.Parse(typed.Value, CultureInfo.InvariantCulture);
            case "double": return double.Parse(typed.Value, CultureInfo.InvariantCulture);
            case "boolean": return typed.Value == "1";
            case "string": return typed.Value;
            case "struct":
                return Answer.Members(value)
                .ToDictionary(member => member.Name, member => (object?)double.Parse(member.Value.Value, CultureInfo.InvariantCulture));
            default:
                var pair = Answer.Items(value).ToList();
                return Referred(odoo, odoo.Store.Models[model].Field(field).Relation!,
                    int.Parse(pair[0].Value, CultureInfo.InvariantCulture), pair[1].Value);
        }
    }

    /// <summary>A many2one shows a name: enough to make the record behind it.</summary>
    private int Referred(SandboxOdoo odoo, string model, int id, string name)
    {
        if (odoo.Find(model, id) is not null) { return id; }
        var values = new Dictionary<string, object?> { ["name"] = name };
        if (model == "account.account") { (values["code"], values["name"]) = (name[..name.IndexOf(' ')], name[(name.IndexOf(' ') + 1)..]); }
        Complete(odoo, model, values);
        return odoo.Create(model, values, id: id);
    }

    private int FirstLoaded(string number) =>
        int.Parse(Answer.Items(Answer.Members(Answer.Result(exchanges[number].Response)).Single(member =>
            member.Name == "ids").Value).First().Value, CultureInfo.InvariantCulture);

    private static void SkipTo(SandboxOdoo odoo, string model, int id)
    {
        while (odoo.Store.Table(model).NextId < id) { odoo.Store.Table(model).UseUpId(); }
    }

    private List<XElement> Rows(string number) => [.. Answer.Items(Answer.Result(exchanges[number].Response))];
}
