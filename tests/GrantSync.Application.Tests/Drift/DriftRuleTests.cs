using FsCheck;
using FsCheck.Fluent;
using GrantSync.Application.Drift;

namespace GrantSync.Application.Tests.Drift;

/// <summary>The rule alone, over every combination of few values: what is there is compared, not how it came about.</summary>
public sealed class DriftRuleTests
{
    private static readonly DriftField[] Fields = [DriftField.Name, DriftField.Code, DriftField.Plan, DriftField.Company, DriftField.Active, DriftField.StartsOn, DriftField.EndsOn, DriftField.Account];

    private static readonly Gen<Dictionary<DriftField, DriftValue>> Record =
        from values in Gen.Elements<string?>("a", "b", "c", null).ArrayOf(Fields.Length)
        from active in Gen.Elements("true", "false")
        select Fields.Zip(values).ToDictionary(p => p.First, p => new DriftValue(p.First == DriftField.Active ? active : p.Second));

    private static readonly Arbitrary<DriftCase> Cases = (
        from meant in Record
        from confirmed in Record
        from there in Record
        from deleted in Gen.Elements(false, false, false, true)
        from others in Gen.Elements(0, 0, 1, 2)
        from project in Gen.Elements<string?>(null, "a", "b")
        select new DriftCase(meant, confirmed, deleted ? null : there)
        {
            Others = [.. Enumerable.Range(7, others).Select(id => new SameCode(id, "x"))],
            ProjectName = project,
        }).ToArbitrary();

    [Fact]
    public void Each_field_is_drift_just_when_odoo_agrees_with_neither_side() => Prop.ForAll(Cases, now =>
    {
        var found = DriftRule.Judge(now);
        if (now.InOdoo is not { } held)
        {
            return found.Count == (now.Meant[DriftField.Active].Raw == "true" ? 1 : 0) && found.All(f => f.Kind == DriftKind.Deleted);
        }

        var expected = Fields.Where(f => held[f].Raw != now.Meant[f].Raw && held[f].Raw != now.Confirmed[f].Raw
            && !(f == DriftField.Name && now.ProjectName is not null && held[f].Raw == now.ProjectName));
        var duplicated = now.Others.Count > 0 && now.Meant[DriftField.Active].Raw == "true";
        return found.Where(f => f.Kind != DriftKind.Duplicated).Select(f => f.Field).Order().SequenceEqual(expected.Order())
            && found.Count(f => f.Kind == DriftKind.Duplicated) == (duplicated ? 1 : 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void After_either_decision_nothing_is_left() => Prop.ForAll(Cases, now =>
    {
        if (now.InOdoo is not { } held)
        {
            return true;
        }

        // kept: Odoo's values are meant and confirmed; written: ours are confirmed and there
        var kept = now with { Meant = held, Confirmed = held, Others = [] };
        var written = now with { Confirmed = now.Meant, InOdoo = now.Meant, Others = [] };
        return DriftRule.Judge(kept).Count == 0 && DriftRule.Judge(written).Count == 0;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(DriftField.Name, DriftKind.Renamed)]
    [InlineData(DriftField.Code, DriftKind.Recoded)]
    [InlineData(DriftField.Plan, DriftKind.Moved)]
    [InlineData(DriftField.Company, DriftKind.Moved)]
    [InlineData(DriftField.StartsOn, DriftKind.Redated)]
    [InlineData(DriftField.EndsOn, DriftKind.Redated)]
    [InlineData(DriftField.Account, DriftKind.Rebound)]
    internal void A_kind_is_of_its_field(DriftField field, DriftKind kind) => Assert.Equal(kind, Single(field, "ours", "ours", "theirs").Kind);

    [Fact]
    public void Archived_and_taken_out_of_the_archive_are_told_apart()
    {
        Assert.Equal(DriftKind.Archived, Single(DriftField.Active, "true", "true", "false").Kind);
        Assert.Equal(DriftKind.Reactivated, Single(DriftField.Active, "false", "false", "true").Kind);
    }

    [Fact]
    public void A_reference_is_compared_by_its_id_and_shown_with_its_name()
    {
        Dictionary<DriftField, DriftValue> To(string id, string name) => new() { [DriftField.Company] = new(id, name) };
        Assert.Empty(DriftRule.Judge(new DriftCase(To("3", "Kenya"), To("3", "Kenya"), To("3", "Kenya Ltd"))));
        var found = Assert.Single(DriftRule.Judge(new DriftCase(To("3", "Kenya"), To("3", "Kenya"), To("4", "Uganda"))));
        Assert.Equal(("#3 Kenya", "#4 Uganda", "4"), (found.Meant, found.InOdoo, DriftValue.RawOf(found.Field, found.InOdoo)));
    }

    private static DriftFound Single(DriftField field, string? meant, string? confirmed, string? there)
    {
        Dictionary<DriftField, DriftValue> With(string? value) => new() { [field] = new(value) };
        return Assert.Single(DriftRule.Judge(new DriftCase(With(meant), With(confirmed), With(there))));
    }
}
