namespace GrantSync.Application.Drift;

/// <summary>What is known of one record when it is judged. A field that cannot be compared now is absent.</summary>
internal sealed record DriftCase(
    IReadOnlyDictionary<DriftField, DriftValue> Meant,
    IReadOnlyDictionary<DriftField, DriftValue> Confirmed,
    IReadOnlyDictionary<DriftField, DriftValue>? InOdoo)
{
    /// <summary>Of the project that is bound to this account: Odoo gives the account that name whenever the project is renamed.</summary>
    public string? ProjectName { get; init; }

    /// <summary>Active accounts of the same plan and code that are not ours, but for those that somebody chose to ignore.</summary>
    public IReadOnlyList<SameCode> Others { get; init; } = [];
}

internal sealed record SameCode(int Id, string Name);

internal sealed record DriftFound(DriftKind Kind, DriftField Field, string? Meant, string? Confirmed, string? InOdoo);

/// <summary>
/// The three-way compare of one record: meant, last confirmed, in Odoo now. What Odoo holds as confirmed is at most an edit of ours that waits
/// for Sync; what it holds as meant is nothing at all; anything else was changed in Odoo.
/// </summary>
internal static class DriftRule
{
    public const string There = "there";

    private static readonly DriftValue On = new("true"), Off = new("false");

    public static IReadOnlyList<DriftFound> Judge(DriftCase now)
    {
        var wantedActive = !now.Meant.TryGetValue(DriftField.Active, out var active) || active.Is(On);
        if (now.InOdoo is not { } held)
        {
            // a record that was to be archived anyway is missed by nobody
            return wantedActive ? [new DriftFound(DriftKind.Deleted, DriftField.Record, There, There, null)] : [];
        }

        var found = new List<DriftFound>();
        foreach (var (field, meant) in now.Meant.OrderBy(value => value.Key))
        {
            if (!held.TryGetValue(field, out var there) || there.Is(meant) || (now.Confirmed.TryGetValue(field, out var confirmed) && there.Is(confirmed)))
            {
                continue;
            }

            if (field == DriftField.Name && now.ProjectName is { } follows && there.Raw == follows)
            {
                continue;
            }

            found.Add(new DriftFound(KindOf(field, there), field, meant.Shown, now.Confirmed.GetValueOrDefault(field).Shown, there.Shown));
        }

        if (wantedActive && now.Others.Count > 0)
        {
            var code = now.Meant.GetValueOrDefault(DriftField.Code).Raw;
            found.Add(new DriftFound(DriftKind.Duplicated, DriftField.Duplicate, code, code, Listed(now.Others)));
        }

        return found;
    }

    private static string Listed(IReadOnlyList<SameCode> others) =>
        string.Join(", ", others.OrderBy(o => o.Id).Select(o => new DriftValue(o.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), o.Name).Shown));

    private static DriftKind KindOf(DriftField field, DriftValue there) => field switch
    {
        DriftField.Name => DriftKind.Renamed,
        DriftField.Code => DriftKind.Recoded,
        DriftField.Plan or DriftField.Company => DriftKind.Moved,
        DriftField.Active => there.Is(Off) ? DriftKind.Archived : DriftKind.Reactivated,
        DriftField.StartsOn or DriftField.EndsOn => DriftKind.Redated,
        DriftField.Account => DriftKind.Rebound,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
    };
}
