using System.Globalization;
using GrantSync.Application.Sync;

namespace GrantSync.Application.Drift;

/// <summary>Lays the values that were kept over what we would want by ourselves.</summary>
public sealed class KeptValues(IEnumerable<KeptValue> values)
{
    public static readonly KeptValues None = new([]);

    private readonly ILookup<string, KeptValue> byKey = values.ToLookup(v => v.Key, StringComparer.Ordinal);

    /// <summary>A record that somebody chose to leave as it is in Odoo, or out of it: it is not written any more.</summary>
    public bool IsLeftOut(SyncKey key) => byKey[key.ToString()].Any(v => v.Field == DriftField.Record);

    /// <summary>The record as we mean it, by its own kept values.</summary>
    public WantedRecord Over(WantedRecord record)
    {
        var fields = record.Fields;
        foreach (var value in byKey[record.Key.ToString()].Where(v => v.Meant == Own(record.Fields, v.Field)))
        {
            fields = With(fields, value.Field, value.Kept);
        }

        if (fields == record.Fields)
        {
            return record;
        }

        // a plan that was kept is Odoo's own: nothing of ours needs to be there first
        return new WantedRecord(record.Key, record.ExternalId, fields, fields is WantedAccount { PlanExternalId: null } ? [] : record.Parents);
    }

    /// <summary>An account follows its project's kept name too: Odoo renames the two together.</summary>
    public WantedRecord OverAccount(WantedRecord account, SyncKey project)
    {
        var own = Over(account);
        return Kept(account, DriftField.Name) is null && Kept(account, project, DriftField.Name) is { Kept: { } name }
            ? new WantedRecord(own.Key, own.ExternalId, own.Fields with { Name = name }, own.Parents)
            : own;
    }

    /// <summary>What is kept of the field while our own value is still what it was kept over; null when nothing is.</summary>
    internal KeptValue? Kept(WantedRecord record, DriftField field) => Kept(record, record.Key, field);

    /// <summary>Kept values that an edit of ours has overtaken.</summary>
    internal IReadOnlyList<KeptValue> Lapsed(WantedRecord own) => [.. byKey[own.Key.ToString()].Where(v => v.Meant != Own(own.Fields, v.Field))];

    /// <summary>Our value of a field, as we write it ourselves: a plan of ours by its external id.</summary>
    internal static string? Own(WantedFields fields, DriftField field) => (field, fields) switch
    {
        (DriftField.Record, _) => DriftRule.There,
        (DriftField.Name, _) => fields.Name,
        (DriftField.Code or DriftField.Duplicate, WantedAccount account) => account.Code,
        (DriftField.Plan, WantedAccount account) => Id(account.ExistingPlanId) ?? account.PlanExternalId,
        (DriftField.Company, WantedAccount account) => Id(account.CompanyId),
        (DriftField.Company, WantedProject project) => Id(project.CompanyId),
        (DriftField.Active, WantedAccount account) => account.Active ? "true" : "false",
        (DriftField.Active, _) => "true",
        (DriftField.StartsOn, WantedProject project) => Day(project.StartsOn),
        (DriftField.EndsOn, WantedProject project) => Day(project.EndsOn),
        (DriftField.Account, WantedProject project) => project.AccountExternalId,
        _ => null,
    };

    /// <summary>The fields with one of them as Odoo has it.</summary>
    internal static WantedFields With(WantedFields fields, DriftField field, string? kept) => (field, fields) switch
    {
        (DriftField.Name, _) => fields with { Name = kept ?? "" },
        (DriftField.Code, WantedAccount account) => account with { Code = kept ?? "" },
        (DriftField.Plan, WantedAccount account) => account with { PlanExternalId = null, ExistingPlanId = Number(kept) },
        (DriftField.Company, WantedAccount account) => account with { CompanyId = Number(kept) },
        (DriftField.Company, WantedProject project) => project with { CompanyId = Number(kept) },
        (DriftField.Active, WantedAccount account) => account with { Active = kept == "true" },
        (DriftField.StartsOn, WantedProject project) => project with { StartsOn = Date(kept) },
        (DriftField.EndsOn, WantedProject project) => project with { EndsOn = Date(kept) },

        // whether a project is archived, and accounts that share a code, are not of the payload
        _ => fields,
    };

    internal static string? Id(int? id) => id?.ToString(CultureInfo.InvariantCulture);

    internal static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private KeptValue? Kept(WantedRecord record, SyncKey key, DriftField field) =>
        byKey[key.ToString()].FirstOrDefault(v => v.Field == field && v.Meant == Own(record.Fields, field));

    private static int? Number(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly? Date(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
