using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Adoption;

/// <summary>Reads Odoo for records that could be adopted; two calls, whatever the size of the budget.</summary>
internal sealed class AdoptionSearch(GrantSyncDb db, LoggedCalls calls, Caller caller)
{
    private static readonly OdooContext ArchivedToo = new() { ActiveTest = false };

    /// <summary>What could be adopted for these records, or why Odoo could not be asked.</summary>
    public async Task<(IReadOnlyList<Adoptable> Found, string? Problem)> Run(
        IOdooClient odoo, Connection connection, IReadOnlyList<WantedRecord> records, CancellationToken cancellationToken)
    {
        var heads = await db.OdooRecordHeads.AsNoTracking().Where(h => h.OdooId != null)
            .Select(h => new { h.Key, h.ExternalId, h.Model, Id = h.OdooId!.Value, h.Adopted }).ToListAsync(cancellationToken);
        var held = heads.Select(h => h.Key).ToHashSet();
        var ours = heads.Select(h => (h.Model, h.Id)).ToHashSet();
        var plans = heads.Where(h => h.Model == "account.analytic.plan").ToDictionary(h => h.ExternalId, h => h.Id);
        var accounts = records.Where(r => r.Fields is WantedAccount { Active: true } && !held.Contains(r.Key.ToString())).ToList();

        var there = new List<OdooRecord>();
        if (accounts.Count > 0 && connection.Plans.Count == 3)
        {
            var codes = accounts.Select(r => ((WantedAccount)r.Fields).Code).Distinct().Select(code => (XmlRpcValue)code);
            var ids = connection.Plans.Select(p => p.ExistingPlanId).OfType<int>().Concat(plans.Values).Distinct();
            var domain = OdooDomain.Where("code", "in", XmlRpcValue.Array([.. codes])).And("plan_id", "in", XmlRpcValue.Ints([.. ids]));
            var answer = await Ask(odoo, "account.analytic.account", domain, ["name", "code", "plan_id", "company_id", "active"], cancellationToken);
            if (answer.Kind != OutcomeKind.Ok)
            {
                return ([], answer.Sentence);
            }

            there.AddRange(answer.Value!.Where(record => !ours.Contains(("account.analytic.account", record.Id))));
        }

        var found = accounts.Select(wanted => Offer(wanted, there.Where(record => Fits((WantedAccount)wanted.Fields, record, plans)))).ToList();
        var adopted = heads.Where(h => h.Adopted).ToDictionary(h => h.ExternalId, h => h.Id);
        var projects = records.Where(r => r.Fields is WantedProject && !held.Contains(r.Key.ToString())).ToList();
        var theirAccounts = found.SelectMany(a => a.Candidates).Select(c => c.OdooId).Concat(adopted.Values).Distinct().ToList();
        if (projects.Count > 0 && theirAccounts.Count > 0)
        {
            var accountField = OdooDialect.For(connection.ServerMajor).ProjectAccountField;
            var answer = await Ask(
                odoo, "project.project", OdooDomain.Where(accountField, "in", XmlRpcValue.Ints(theirAccounts)), ["name", accountField, "company_id", "active"], cancellationToken);
            if (answer.Kind != OutcomeKind.Ok)
            {
                return ([], answer.Sentence);
            }

            var accountOf = found.ToDictionary(a => a.Key, a => a.Candidates.Select(c => c.OdooId).ToList());
            found.AddRange(projects.Select(wanted => Offer(wanted, answer.Value!.Where(record =>
                !ours.Contains(("project.project", record.Id))
                && record.Text("name") == wanted.Fields.Name
                && record.Many2One(accountField)?.Id is { } account
                && (adopted.GetValueOrDefault(((WantedProject)wanted.Fields).AccountExternalId) == account
                    || accountOf.GetValueOrDefault(wanted.Parents[0].ToString())?.Contains(account) == true)))));
        }

        return ([.. found.Where(a => a.Candidates.Count > 0)], null);
    }

    /// <summary>The same code in the same plan. An account of another company stays there: Odoo lets no account with postings move.</summary>
    private static bool Fits(WantedAccount wanted, OdooRecord record, Dictionary<string, int> plans) =>
        record.Text("code") == wanted.Code
        && record.Many2One("plan_id")?.Id == (wanted.ExistingPlanId ?? plans.GetValueOrDefault(wanted.PlanExternalId!))
        && (wanted.CompanyId is null || record.Many2One("company_id")?.Id is not { } company || company == wanted.CompanyId);

    private static Adoptable Offer(WantedRecord wanted, IEnumerable<OdooRecord> records) => new(
        wanted.Key.ToString(),
        wanted.Key.Entity.Name(),
        wanted.Fields.Name,
        (wanted.Fields as WantedAccount)?.Code,
        [.. records.Select(r => new Candidate(r.Id, r.Text("name") ?? "", r.Text("code"), r.Many2One("company_id")?.Name, r.Flag("active"))).OrderBy(c => c.OdooId)]);

    private Task<OdooOutcome<IReadOnlyList<OdooRecord>>> Ask(
        IOdooClient odoo, string model, OdooDomain domain, IReadOnlyList<string> fields, CancellationToken cancellationToken) =>
        calls.Send(
            odoo,
            OdooCalls.SearchRead(model, domain, fields, limit: 5000, ctx: ArchivedToo),
            new CallAbout(caller.Tenant, "account", "adoptable", [], UserId: caller.UserId),
            cancellationToken);
}
