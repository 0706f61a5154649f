using GrantSync.Application.Sync;

namespace GrantSync.Chaos.Model;

/// <summary>
/// The edits of one tenant that were accepted, folded: what Odoo must hold in the end. Also the place of each edit's contents in the order of
/// acceptance; contents that a user put back count from when they were put back.
/// </summary>
internal sealed class AcceptedEdits
{
    private readonly Dictionary<string, History> histories = new(StringComparer.Ordinal);
    private long places;

    /// <summary>What is wanted now, by record.</summary>
    public IEnumerable<WantedRecord> Wanted => histories.Values.Select(h => h.Wanted);

    public WantedRecord? WantedOf(SyncKey key) => histories.GetValueOrDefault(EditName.RecordOf(key))?.Wanted;

    /// <summary>What was wanted before that, for a user who puts it back.</summary>
    public WantedRecord? Former(SyncKey key) => histories.GetValueOrDefault(EditName.RecordOf(key))?.Former;

    /// <summary>The act that put these down has committed.</summary>
    public void Accept(IEnumerable<WantedRecord> edits)
    {
        foreach (var edit in edits)
        {
            var name = EditName.Read(edit.Fields.Name);
            if (!histories.TryGetValue(name.Record, out var history))
            {
                histories[name.Record] = history = new History(edit);
            }

            (history.Former, history.Wanted) = (history.Wanted, edit);
            history.Places[name.Number] = ++places;
        }
    }

    /// <summary>Null for contents that nobody asked for.</summary>
    public long? PlaceOf(EditName name) =>
        histories.TryGetValue(name.Record, out var history) && history.Places.TryGetValue(name.Number, out var place) ? place : null;

    /// <summary>Nothing is under way: only what may be put back or arrive again need be known.</summary>
    public void Forget()
    {
        foreach (var history in histories.Values)
        {
            var kept = new[] { history.Wanted, history.Former }.Select(r => EditName.Read(r.Fields.Name).Number).ToHashSet();
            foreach (var number in history.Places.Keys.Where(n => !kept.Contains(n)).ToList())
            {
                history.Places.Remove(number);
            }
        }
    }

    private sealed class History(WantedRecord first)
    {
        public WantedRecord Wanted { get; set; } = first;

        public WantedRecord Former { get; set; } = first;

        public Dictionary<long, long> Places { get; } = [];
    }
}
