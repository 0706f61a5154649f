using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>
/// Reads the answer of <c>load</c>: <c>{'ids': [...], 'messages': [...]}</c>, or <c>ids: False</c> and a message for each bad row
/// (recordings 042, 050, 053, 092).
/// </summary>
internal static class LoadAnswer
{
    /// <summary>PostgreSQL's own words, which Odoo passes on untranslated (recording 092).</summary>
    private const string ConcurrentUpdate = "could not serialize access";

    public static OdooReading<IReadOnlyList<int>>? Read(XmlRpcValue answer, int rowCount)
    {
        if (answer["ids"] is not { } ids || answer["messages"]?.Items is not { } messages) { return null; }
        if (ids.Items is { } items)
        {
            return items.Count == rowCount && items.All(id => id.Int is not null)
                ? Answers.Ok<IReadOnlyList<int>>([.. items.Select(id => (int)id.Int!.Value)])
                : null;
        }
        return ids.IsFalse && messages.Count > 0 ? Refused(messages) : null;
    }

    /// <summary>
    /// Rows that only met a concurrent update are not to blame and are not named. Anything else wrong makes it a refusal.
    /// </summary>
    private static OdooReading<IReadOnlyList<int>> Refused(IReadOnlyList<XmlRpcValue> messages)
    {
        var reasons = messages
            .Where(message => message["type"]?.Text != "warning")
            .Select(message => new RowRefusal((int?)message["record"]?.Int, message["field"]?.Text, message["message"]?.Text?.Trim() ?? ""))
            .ToLookup(reason => reason.Message.Contains(ConcurrentUpdate, StringComparison.Ordinal));
        RowRefusal[] blamed = [.. reasons[false]];
        return blamed.Length == 0 && reasons[true].FirstOrDefault() is { } concurrent
            ? new(OutcomeKind.Busy, null, [], concurrent.Message)
            : new(OutcomeKind.Refused, null, blamed, blamed.FirstOrDefault()?.Message);
    }
}
