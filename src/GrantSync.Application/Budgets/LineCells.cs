using System.Globalization;

namespace GrantSync.Application.Budgets;

/// <summary>
/// A detail line as cells with names: <c>code</c>, <c>description</c>, <c>unitName</c>, <c>unitValue</c>, <c>units</c> (or <c>period1</c> ... in a
/// divided budget), <c>categoryId</c> and <c>position</c>.
/// </summary>
internal sealed class LineCells(Budget budget, int periods, IReadOnlyDictionary<long, BudgetCategory> categories)
{
    public const string Code = "code";
    public const string Category = "categoryId";

    public IEnumerable<string> Names { get; } =
    [
        Code, "description", "unitName", "unitValue",
        .. budget.Periods == PeriodLength.Whole ? ["units"] : Enumerable.Range(1, periods).Select(OfPeriod),
        Category, "position",
    ];

    /// <summary>The cell with the units of a period, which counts from 1.</summary>
    public static string OfPeriod(int number) => string.Create(CultureInfo.InvariantCulture, $"period{number}");

    public BudgetCategory CategoryOf(BudgetLine line) => categories[line.CategoryId];

    public static string Read(BudgetLine line, string cell) => cell switch
    {
        Code => line.Code,
        "description" => line.Description,
        "unitName" => line.UnitName,
        "unitValue" => TypedNumber.Plain(line.UnitValue),
        "units" => TypedNumber.Plain(line.Units),
        Category => line.CategoryId.ToString(CultureInfo.InvariantCulture),
        "position" => line.Position.ToString(CultureInfo.InvariantCulture),
        _ => TypedNumber.Plain(line.PeriodUnits.ElementAtOrDefault(Period(cell))),
    };

    public static bool Same(string cell, string? a, string? b) => IsNumber(cell)
        ? TypedNumber.Problem(a, out var one) is null && TypedNumber.Problem(b, out var other) is null && one == other
        : (a ?? "").Trim() == (b ?? "").Trim();

    /// <summary>What is wrong with it, or null when it is written.</summary>
    public string? Write(BudgetLine line, string cell, string? typed)
    {
        var text = (typed ?? "").Trim();
        switch (cell)
        {
            case Code:
                line.Code = text.Length <= 40 ? text : line.Code;
                return text.Length <= 40 ? null : "Keep the code under 40 characters.";
            case "description":
                line.Description = text.Length <= 500 ? text : line.Description;
                return text.Length <= 500 ? null : "Keep the description under 500 characters.";
            case "unitName":
                line.UnitName = text.Length <= 50 ? text : line.UnitName;
                return text.Length <= 50 ? null : "Keep the unit under 50 characters.";
            case "position":
                line.Position = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var position) ? position : line.Position;
                return null;
            case Category:
                if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || categories.GetValueOrDefault(id) is not { RemovedAt: null })
                {
                    return "This category is not in the budget any more.";
                }

                line.CategoryId = id;
                return null;
            default:
                return WriteNumber(line, cell, text);
        }
    }

    private string? WriteNumber(BudgetLine line, string cell, string typed)
    {
        if (TypedNumber.Problem(typed, out var number) is { } problem)
        {
            return problem;
        }

        var (units, unitValue, periodUnits) = (line.Units, line.UnitValue, line.PeriodUnits);
        if (cell == "unitValue")
        {
            line.UnitValue = number;
        }
        else if (cell == "units")
        {
            line.Units = number;
        }
        else
        {
            line.PeriodUnits = [.. Enumerable.Range(0, periods).Select(at => at == Period(cell) ? number : periodUnits.ElementAtOrDefault(at))];
        }

        if (line.Reckon(budget.Periods, budget.Currency))
        {
            return null;
        }

        (line.Units, line.UnitValue, line.PeriodUnits) = (units, unitValue, periodUnits);
        return "Units times unit value is too large an amount.";
    }

    private static bool IsNumber(string cell) => cell is "units" or "unitValue" || Period(cell) >= 0;

    /// <summary>From 0; -1 when the cell is no period's.</summary>
    private static int Period(string cell) =>
        cell.StartsWith("period", StringComparison.Ordinal) && int.TryParse(cell.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : -1;
}
