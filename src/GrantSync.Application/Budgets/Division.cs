namespace GrantSync.Application.Budgets;

/// <summary>Divides budget lines among the projects by what each project may spend, in whole smallest units of the currency.</summary>
internal static class Division
{
    /// <summary>
    /// A row of parts a line, in the order of the projects. A line's parts sum to the line exactly, and a project's parts to its allocation
    /// where the allocations come to the lines' total. No part is negative, and a project without an allocation gets nothing. With no
    /// allocation at all nobody gets anything.
    /// </summary>
    /// <param name="lines">Amounts, none negative, none finer than the currency.</param>
    /// <param name="allocations">What each project may spend; none negative.</param>
    /// <param name="decimals">The currency's.</param>
    public static decimal[][] Of(IReadOnlyList<decimal> lines, IReadOnlyList<decimal> allocations, int decimals)
    {
        var unit = (decimal)Math.Pow(10, decimals);
        var amounts = lines.Select(line => (Int128)decimal.Round(line * unit, MidpointRounding.AwayFromZero)).ToArray();

        // allocations may be finer than the currency while they are typed: four decimals are the most
        var weights = allocations.Select(allocation => (Int128)(allocation * 10_000)).ToArray();
        if (weights.All(weight => weight == 0))
        {
            return [.. lines.Select(_ => new decimal[weights.Length].Select(part => Money(part, unit, decimals)).ToArray())];
        }

        var parts = amounts.Select(amount => LargestRemainder(amount, weights)).ToArray();
        Balance(parts, amounts, LargestRemainder(Sum(amounts), weights), weights);
        return [.. parts.Select(row => row.Select(part => Money((decimal)part, unit, decimals)).ToArray())];
    }

    /// <summary>Divides a whole number by weights: rounded down, and what is left goes to the largest remainders.</summary>
    private static Int128[] LargestRemainder(Int128 whole, Int128[] weights)
    {
        var total = Sum(weights);
        var parts = weights.Select(weight => whole * weight / total).ToArray();
        var left = (int)(whole - Sum(parts));
        foreach (var index in Enumerable.Range(0, weights.Length).OrderByDescending(index => whole * weights[index] % total).ThenBy(index => index).Take(left))
        {
            parts[index]++;
        }

        return parts;
    }

    /// <summary>
    /// Moves single units within lines until each project has what it should: from a project with too much to one with too little, in the line where
    /// it brings both parts nearest to their exact values. A project with too much has a part of one unit somewhere, so this ends.
    /// </summary>
    private static void Balance(Int128[][] parts, Int128[] amounts, Int128[] wanted, Int128[] weights)
    {
        var total = Sum(weights);
        var over = wanted.Select((target, project) => Sum(parts.Select(row => row[project])) - target).ToArray();
        while (Array.FindIndex(over, difference => difference > 0) is var from and >= 0)
        {
            var to = Array.FindIndex(over, difference => difference < 0);
            var line = Enumerable.Range(0, parts.Length).Where(row => parts[row][from] > 0).MaxBy(row =>
                (parts[row][from] * total) - (amounts[row] * weights[from]) + (amounts[row] * weights[to]) - (parts[row][to] * total));
            parts[line][from]--;
            parts[line][to]++;
            over[from]--;
            over[to]++;
        }
    }

    private static Int128 Sum(IEnumerable<Int128> numbers) => numbers.Aggregate(Int128.Zero, (sum, number) => sum + number);

    /// <summary>With just the currency's decimals, so that the same amount is always the same text.</summary>
    private static decimal Money(decimal units, decimal unit, int decimals) => decimal.Round(units / unit, decimals) + new decimal(0, 0, 0, false, (byte)decimals);
}
