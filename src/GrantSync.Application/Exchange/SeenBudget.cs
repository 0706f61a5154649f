using System.Text.Json;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Exchange;

/// <summary>A budget's lines as a preview showed them: what has changed since then is somebody else's.</summary>
internal sealed record SeenBudget(string Currency, PeriodLength Periods, int PeriodCount, IReadOnlyList<SeenCategory> Categories, IReadOnlyList<SeenLine> Lines)
{
    public static SeenBudget Read(string json) => JsonSerializer.Deserialize<SeenBudget>(json)!;

    /// <summary>Null when the grant is gone.</summary>
    public static async Task<SeenBudget?> Now(GrantSyncDb db, long grantId, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == grantId, cancellationToken);
        if (grant is null)
        {
            return null;
        }

        var budget = await db.Budgets.AsNoTracking().Include(b => b.Categories).ThenInclude(c => c.Lines).SingleAsync(b => b.GrantId == grantId, cancellationToken);
        return Of(grant, budget);
    }

    public static SeenBudget Of(Grant grant, Budget budget)
    {
        var categories = budget.Categories.Where(c => c.RemovedAt is null).OrderBy(c => c.Position).ThenBy(c => c.Id).ToList();
        return new SeenBudget(
            budget.Currency,
            budget.Periods,
            BudgetPeriod.Of(budget.Periods, grant.StartsOn, grant.EndsOn).Count,
            [.. categories.Select(c => new SeenCategory(c.Id, c.Code, c.Name))],
            [
                .. categories.SelectMany(c => c.Lines.Where(l => l.RemovedAt is null).OrderBy(l => l.Position).ThenBy(l => l.Id).Select(l => new SeenLine(
                    l.Id, c.Id, l.Code, l.Description, l.UnitName, l.UnitValue, l.Units, l.PeriodUnits, l.Amount, l.Position, l.Revision))),
            ]);
    }

    public string Json() => JsonSerializer.Serialize(this);

    public LineCells Cells() => new(
        new Budget { TenantId = "", Currency = Currency, Periods = Periods },
        PeriodCount,
        Categories.ToDictionary(c => c.Id, c => new BudgetCategory { Id = c.Id, TenantId = "", TemplateCategoryId = 0, Code = c.Code, Name = c.Name }));
}

internal sealed record SeenCategory(long Id, string Code, string Name);

internal sealed record SeenLine(
    long Id, long CategoryId, string Code, string Description, string UnitName, decimal UnitValue, decimal Units, decimal[] PeriodUnits, decimal Amount, int Position, int Revision)
{
    /// <summary>A line to try cells on; nothing of it is saved.</summary>
    public BudgetLine Line() => new()
    {
        Id = Id,
        TenantId = "",
        CategoryId = CategoryId,
        Code = Code,
        Description = Description,
        UnitName = UnitName,
        UnitValue = UnitValue,
        Units = Units,
        PeriodUnits = PeriodUnits,
        Amount = Amount,
        Position = Position,
        Revision = Revision,
    };
}
