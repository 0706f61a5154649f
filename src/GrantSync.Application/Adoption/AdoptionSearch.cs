using GrantSync.Application.Connections;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Adoption;

/// <summary>What a grant wants, and what was found for it.</summary>
internal sealed record AdoptionFindings(IReadOnlyList<WantedRecord> Wanted, AdoptionOffer Offer);

/// <summary>Reads Odoo for records that could be adopted; two calls, whatever the size of the budget.</summary>
internal sealed class AdoptionSearch(GrantSyncDb db, GrantReader grants, OdooConnections connections, LoggedCalls calls, Caller caller)
{
    private static readonly OdooContext ArchivedToo = new() { ActiveTest = false };

    public async Task<Result<AdoptionFindings>> Run(long grantId, CancellationToken cancellationToken)
    {
        if (await grants.Read(grantId, cancellationToken) is not { } whole)
        {
            return new GrantIsGone();
        }

        if (whole.Connection is not { Plans.Count: 3 } connection || connections.Open(connection) is not { } odoo)
        {
            return new NoConnection();
        }

        if (connection.DisconnectingAt is not null)
        {
            return new IsDisconnecting();
        }

        if (whole.Grant.ClosedAt is not null)
        {
            return new GrantIsClosed();
        }

        return whole.Wanted is { } wanted ? await Look(odoo, whole, connection, wanted.Records(), cancellationToken) : new UnitWithoutCompany(whole.Unit.Name);
    }

    private async Task<Result<AdoptionFindings>> Look(
        IOdooClient odoo, WholeGrant whole, Connection connection, IReadOnlyList<WantedRecord> records, CancellationToken cancellationToken)
    {
        var bound = await db.OdooRecordHeads.AsNoTracking().Where(h => h.OdooId != null)
            .Select(h => new BoundRecord(h.Key, h.ExternalId, h.Model, h.OdooId!.Value)).ToListAsync(cancellationToken);
        var held = bound.Select(b => b.Key).ToHashSet();
        var rule = new AdoptionRule(whole, connection, bound);
        var missing = records.Where(r => r.Fields.IsActive && !held.Contains(r.Key.ToString())).ToList();
        var offers = new Offers(rule);

        var accounts = missing.Where(r => r.Fields is WantedAccount).ToList();
        var asked = await Ask(
            odoo, "account.analytic.account", "code", accounts.Select(r => ((WantedAccount)r.Fields).Code), ["name", "code", "plan_id", "company_id", "active"], cancellationToken);
        if (asked.Refusal is { } noAccounts)
        {
            return noAccounts;
        }

        var byCode = asked.Value.ToLookup(r => r.Text("code"));
        foreach (var wanted in accounts)
        {
            var fields = (WantedAccount)wanted.Fields;
            offers.Add(wanted, fields.Code, byCode[fields.Code].Where(r => !rule.IsUnrelated(wanted, fields, r)), r => rule.WhyNot(wanted, fields, r));
        }

        var projects = missing.Where(r => r.Fields is WantedProject).ToList();
        asked = await Ask(
            odoo,
            "project.project",
            "name",
            projects.Select(r => r.Fields.Name),
            ["name", OdooDialect.For(connection.ServerMajor).ProjectAccountField, "company_id", "active", "date_start", "date"],
            cancellationToken);
        if (asked.Refusal is { } noProjects)
        {
            return noProjects;
        }

        var byName = asked.Value.ToLookup(r => r.Text("name"));
        var codes = records.Where(r => r.Fields is WantedAccount).ToDictionary(r => r.Key, r => ((WantedAccount)r.Fields).Code);
        foreach (var wanted in projects)
        {
            var (fields, account) = ((WantedProject)wanted.Fields, wanted.Parents[0]);
            offers.Add(wanted, null, byName[fields.Name], r => rule.WhyNot(wanted, fields, r, codes[account], offers.CandidatesOf(account)));
        }

        return new AdoptionFindings(records, new AdoptionOffer(missing.Count(r => r.Fields is WantedAccount or WantedProject), offers.Adoptable, offers.NotAdoptable));
    }

    private async Task<Result<IReadOnlyList<OdooRecord>>> Ask(
        IOdooClient odoo, string model, string field, IEnumerable<string> values, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var any = values.Distinct().Select(value => (XmlRpcValue)value).ToList();
        if (any.Count == 0)
        {
            return new List<OdooRecord>();
        }

        var answer = await calls.Send(
            odoo,
            OdooCalls.SearchRead(model, OdooDomain.Where(field, "in", XmlRpcValue.Array([.. any])), fields, limit: 5000, ctx: ArchivedToo),
            new CallAbout(caller.Tenant, model == "project.project" ? "project" : "account", "adoptable", [], UserId: caller.UserId),
            cancellationToken);
        return answer.Kind == OutcomeKind.Ok ? answer.Value!.ToList() : new OdooDidNotAnswer(answer.Sentence);
    }

    /// <summary>Sorts what was found: records that can be adopted, and for want of any, those that cannot, with the reason.</summary>
    private sealed class Offers(AdoptionRule rule)
    {
        private readonly Dictionary<string, Adoptable> adoptable = [];

        public IReadOnlyList<Adoptable> Adoptable => [.. adoptable.Values];

        public List<NotAdoptable> NotAdoptable { get; } = [];

        public IReadOnlyList<Candidate> CandidatesOf(SyncKey key) => adoptable.TryGetValue(key.ToString(), out var found) ? found.Candidates : [];

        public void Add(WantedRecord wanted, string? code, IEnumerable<OdooRecord> records, Func<OdooRecord, string?> whyNot)
        {
            var (key, entity, name) = (wanted.Key.ToString(), wanted.Key.Entity.Name(), wanted.Fields.Name);
            var judged = records.OrderBy(r => r.Id).Select(r => (Candidate: rule.Candidate(wanted, r), Because: whyNot(r))).ToList();
            if (judged.Where(j => j.Because is null).Select(j => j.Candidate).ToList() is { Count: > 0 } candidates)
            {
                adoptable[key] = new Adoptable(key, entity, name, code, candidates);
            }
            else
            {
                NotAdoptable.AddRange(judged.Select(j => new NotAdoptable(key, entity, name, code, j.Candidate, j.Because!)));
            }
        }
    }
}
