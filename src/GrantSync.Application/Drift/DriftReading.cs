using System.Globalization;
using GrantSync.Application.Sync;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Application.Drift;

/// <summary>Reads records as they are in Odoo now, archived ones too, and puts them and our own fields into values that can be compared.</summary>
/// <param name="dialect">What differs between Odoo's versions.</param>
/// <param name="ids">Odoo's ids of our plans and project accounts, by external id; one that is not there now is absent.</param>
/// <param name="names">The names of plans, companies and accounts, by id.</param>
internal sealed class DriftReading(OdooDialect dialect, IReadOnlyDictionary<string, int> ids, IReadOnlyDictionary<(DriftField, int), string> names)
{
    public OdooCall<IReadOnlyList<OdooRecord>> Call(SyncStage stage, IReadOnlyList<int> records) => OdooCalls.SearchRead(
        stage.Model(dialect),
        OdooDomain.Where("id", "in", XmlRpcValue.Ints(records)),
        stage switch
        {
            SyncStage.Plans => ["name"],
            SyncStage.Accounts => ["name", "code", "active", "plan_id", "company_id"],
            SyncStage.Projects => ["name", "active", dialect.ProjectAccountField, "company_id", "date_start", "date"],
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
        },
        limit: records.Count,
        ctx: new OdooContext { ActiveTest = false });

    /// <summary>Active accounts of a plan with one of these codes.</summary>
    public static OdooCall<IReadOnlyList<OdooRecord>> SameCodes(int plan, IReadOnlyList<string> codes) => OdooCalls.SearchRead(
        "account.analytic.account",
        OdooDomain.Where("plan_id", "=", plan).And("code", "in", XmlRpcValue.Texts(codes)).And("active", "=", true),
        ["name", "code"],
        limit: 0);

    public int? PlanOf(WantedAccount account) => account.ExistingPlanId ?? IdOf(account.PlanExternalId!);

    public Dictionary<DriftField, DriftValue> Of(WantedFields fields) => fields switch
    {
        WantedPlan plan => new() { [DriftField.Name] = new(plan.Name) },
        WantedAccount account => Known(
            (DriftField.Name, new(account.Name)),
            (DriftField.Code, Text(account.Code)),
            (DriftField.Active, Truth(account.Active)),
            (DriftField.Plan, PlanOf(account) is { } plan ? Reference(DriftField.Plan, plan) : null),
            (DriftField.Company, Reference(DriftField.Company, account.CompanyId))),
        WantedProject project => Known(
            (DriftField.Name, new(project.Name)),
            (DriftField.Active, Truth(!project.Archived)),
            (DriftField.Account, IdOf(project.AccountExternalId) is { } account ? Reference(DriftField.Account, account) : null),
            (DriftField.Company, Reference(DriftField.Company, project.CompanyId)),
            (DriftField.StartsOn, new(KeptValues.Day(project.StartsOn))),
            (DriftField.EndsOn, new(KeptValues.Day(project.EndsOn)))),
        _ => [],
    };

    public Dictionary<DriftField, DriftValue> Of(SyncStage stage, OdooRecord record) => stage switch
    {
        SyncStage.Plans => new() { [DriftField.Name] = Text(record.Text("name")) },
        SyncStage.Accounts => new()
        {
            [DriftField.Name] = Text(record.Text("name")),
            [DriftField.Code] = Text(record.Text("code")),
            [DriftField.Active] = Truth(record.Flag("active")),
            [DriftField.Plan] = Pointed(record.Many2One("plan_id")),
            [DriftField.Company] = Pointed(record.Many2One("company_id")),
        },
        SyncStage.Projects => new()
        {
            [DriftField.Name] = Text(record.Text("name")),
            [DriftField.Active] = Truth(record.Flag("active")),
            [DriftField.Account] = Pointed(record.Many2One(dialect.ProjectAccountField)),
            [DriftField.Company] = Pointed(record.Many2One("company_id")),
            [DriftField.StartsOn] = Text(record.Text("date_start")),
            [DriftField.EndsOn] = Text(record.Text("date")),
        },
        _ => [],
    };

    private int? IdOf(string externalId) => ids.TryGetValue(externalId, out var id) ? id : null;

    private DriftValue Reference(DriftField field, int? id) =>
        id is { } known ? new(known.ToString(CultureInfo.InvariantCulture), names.GetValueOrDefault((field, known), "")) : new(null);

    private static DriftValue Pointed((int Id, string Name)? to) => to is { } there ? new(there.Id.ToString(CultureInfo.InvariantCulture), there.Name) : new(null);

    // Odoo keeps an empty text as no text
    private static DriftValue Text(string? text) => new(string.IsNullOrEmpty(text) ? null : text);

    private static DriftValue Truth(bool yes) => new(yes ? "true" : "false");

    private static Dictionary<DriftField, DriftValue> Known(params (DriftField Field, DriftValue? Value)[] values) =>
        values.Where(v => v.Value is not null).ToDictionary(v => v.Field, v => v.Value!.Value);
}
