using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;

namespace GrantSync.Application.Amendments;

/// <summary>A whole budget at one moment: all that a donor agrees to, and how it is allocated to the projects.</summary>
public sealed record BudgetSnapshot(
    string Currency, PeriodLength Periods, DateOnly StartsOn, DateOnly EndsOn, IReadOnlyList<KeptCategory> Categories, IReadOnlyList<KeptProject> Projects)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public decimal Total => Categories.Sum(c => c.Total);

    public decimal Direct => Categories.Where(c => !c.IsIndirect).Sum(c => c.Total);

    public decimal Indirect => Categories.Where(c => c.IsIndirect).Sum(c => c.Total);

    [JsonIgnore]
    public IReadOnlyList<BudgetPeriod> PeriodList => BudgetPeriod.Of(Periods, StartsOn, EndsOn);

    public static BudgetSnapshot Of(Grant grant, Budget budget)
    {
        var periods = BudgetPeriod.Of(budget.Periods, grant.StartsOn, grant.EndsOn).Count;
        return new BudgetSnapshot(
            budget.Currency,
            budget.Periods,
            grant.StartsOn,
            grant.EndsOn,
            [.. budget.Categories.Where(c => c.RemovedAt is null).OrderBy(c => c.Position).ThenBy(c => c.Id).Select(c => new KeptCategory(
                c.TemplateCategoryId, c.Code, c.Name, c.IsIndirect,
                [.. c.Lines.Where(l => l.RemovedAt is null).OrderBy(l => l.Position).ThenBy(l => l.Id).Select(l => Kept(l, periods))]))],
            [.. grant.Projects.Where(p => p.RemovedAt is null).OrderBy(p => p.Id).Select(p => new KeptProject(p.Id, p.Code, p.Name, Plain(p.Allocated)))]);
    }

    public static BudgetSnapshot Read(string json) => JsonSerializer.Deserialize<BudgetSnapshot>(json, Form)!;

    public string Json() => JsonSerializer.Serialize(this, Form);

    /// <summary>The same for the same budget; the order of lines is no matter of the donor's.</summary>
    public string Mark()
    {
        var ordered = this with { Categories = [.. Categories.Select(c => c with { Lines = [.. c.Lines.OrderBy(l => l.Id).Select(l => l with { Position = 0 })] })] };
        return Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(ordered, Form)))[..24].ToLowerInvariant();
    }

    private static KeptLine Kept(BudgetLine line, int periods) => new(
        line.Id, line.Code, line.Description, line.UnitName, Plain(line.UnitValue), Plain(line.Units),
        [.. Enumerable.Range(0, periods).Select(at => Plain(line.PeriodUnits.ElementAtOrDefault(at)))], Plain(line.Amount), line.Position);

    /// <summary>Without zeros at the end, so that the same number is always the same text.</summary>
    private static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;
}

/// <param name="TemplateCategoryId">Names the category: one that was taken out and put back is the same to the donor.</param>
public sealed record KeptCategory(long TemplateCategoryId, string Code, string Name, bool IsIndirect, IReadOnlyList<KeptLine> Lines)
{
    public decimal Total => Lines.Sum(l => l.Amount);
}

/// <param name="Id">The budget line's own: put back, it is the same line with the same account in Odoo.</param>
public sealed record KeptLine(
    long Id, string Code, string Description, string UnitName, decimal UnitValue, decimal Units, IReadOnlyList<decimal> PeriodUnits, decimal Amount, int Position);

public sealed record KeptProject(long Id, string Code, string Name, decimal Allocated);
