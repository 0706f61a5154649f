namespace GrantSync.Application.SyncLog;

/// <summary>
/// Walks one tenant's sealed rows in the order of their numbers, and stops at the first that is not what was sealed. Where retention has
/// dropped rows, it goes on from the seal that was kept of the last of them.
/// </summary>
internal sealed class ChainWalk(LogChain chain, IReadOnlyList<LogDrop> drops, IReadOnlyList<LogAnchor> anchors)
{
    private readonly Dictionary<long, LogDrop> gaps = drops.Where(d => d.FirstNumber is not null).ToDictionary(d => d.FirstNumber!.Value);
    private readonly HashSet<DateOnly> withoutBodies = [.. drops.Where(d => d.What == LogDrop.Bodies).Select(d => d.Month)];
    private readonly ILookup<long, LogAnchor> anchored = anchors.ToLookup(a => a.Number);
    private byte[] seal = Seal.Genesis(chain.TenantId, chain.EarlierDigest);
    private long number;

    /// <summary>Rows that are there and right.</summary>
    public long Rows { get; private set; }

    /// <summary>Sealed rows that retention has dropped.</summary>
    public long Dropped { get; private set; }

    /// <summary>Rows whose bodies no seal covers: an older version of the program ended their calls.</summary>
    public long Uncovered { get; private set; }

    /// <summary>The next row.</summary>
    /// <param name="row">In the order of <see cref="SyncLogRow.SealNumber"/>.</param>
    /// <param name="bodies">The digest of the bodies that are there now; null when there are none.</param>
    /// <returns>What is wrong with it, or before it; null when nothing is.</returns>
    public string? Take(SyncLogRow row, byte[]? bodies)
    {
        PassGaps();
        if (row.SealNumber <= number)
        {
            return $"{Name(row)} has a number that another row has: it was put in.";
        }

        if (row.SealNumber > number + 1)
        {
            return row.SealNumber == number + 2
                ? $"Number {number + 1} is missing, before {Name(row, small: true)}: a row was removed."
                : $"Numbers {number + 1} to {row.SealNumber - 1} are missing, before {Name(row, small: true)}: rows were removed.";
        }

        if (row.Seal is null || !Seal.Of(seal, row.SealNumber!.Value, row).AsSpan().SequenceEqual(row.Seal))
        {
            return $"{Name(row)} is not what was sealed: it was changed, or moved, or put in another's place.";
        }

        if (anchored[row.SealNumber!.Value].Any(a => a.Seal != Convert.ToHexStringLower(row.Seal)))
        {
            return $"{Name(row)} is not the one that the anchor speaks of: the log was written anew, from this row or an earlier one on.";
        }

        if (Bodies(row, bodies) is { } fault)
        {
            return fault;
        }

        (number, seal) = (row.SealNumber.Value, row.Seal);
        Rows++;
        return null;
    }

    /// <summary>No row is left: does the log end where its chain does?</summary>
    public string? End()
    {
        PassGaps();
        if (number < chain.LastNumber)
        {
            return $"The log ends at number {number}, and its chain at {chain.LastNumber}: its newest rows were cut off.";
        }

        if (number > chain.LastNumber || !seal.AsSpan().SequenceEqual(chain.LastSeal))
        {
            return $"The chain says that it ends at number {chain.LastNumber}, and the rows say otherwise at {number}: the chain's own row was changed.";
        }

        return anchors.FirstOrDefault(a => a.Number > number) is { } beyond
            ? $"The anchor speaks of number {beyond.Number}, and the log ends at {number}: its newest rows were cut off, and the chain with them."
            : null;
    }

    private void PassGaps()
    {
        while (gaps.Remove(number + 1, out var gap))
        {
            Dropped += gap.RowCount;
            (number, seal) = (gap.LastNumber!.Value, gap.LastSeal!);
        }
    }

    private string? Bodies(SyncLogRow row, byte[]? bodies)
    {
        if (row.BodyDigest is null)
        {
            Uncovered += bodies is null ? 0 : 1;
            return null;
        }

        if (bodies is null)
        {
            return withoutBodies.Contains(new DateOnly(row.At.UtcDateTime.Year, row.At.UtcDateTime.Month, 1)) ? null : $"The bodies of {Name(row, small: true)} are missing: they were removed.";
        }

        return bodies.AsSpan().SequenceEqual(row.BodyDigest) ? null : $"The bodies of {Name(row, small: true)} were changed.";
    }

    private static string Name(SyncLogRow row, bool small = false) => $"{(small ? "row" : "Row")} {row.Id} of {row.At:yyyy-MM-dd HH:mm:ss} UTC, number {row.SealNumber},";
}
