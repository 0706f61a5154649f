using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>
/// Finds text that would make Odoo's XML reader refuse the whole request with a fault 1, which for a write reads as "outcome unknown" and
/// so would be tried for ever. Found here it is an ordinary refusal of the rows that hold it.
/// </summary>
internal static class UnsendableText
{
    /// <summary>The rows of a <c>load</c>, or one refusal without a row for any other call; empty when all can be sent.</summary>
    public static IReadOnlyList<RowRefusal> In<T>(OdooCall<T> call)
    {
        if (call is { Method: "load", Args: [{ Items: { } fields }, { Items: { } rows }] })
        {
            return [.. rows.SelectMany((row, index) => InRow(index, row, fields))];
        }
        return call.Args.Append(XmlRpcValue.Struct(call.Kwargs)).Select(XmlRpcText.FirstUnsendable)
            .Where(found => found is not null).Take(1).Select(found => new RowRefusal(null, null, Say(found!.Value))).ToList();
    }

    private static IEnumerable<RowRefusal> InRow(int index, XmlRpcValue row, IReadOnlyList<XmlRpcValue> fields)
    {
        for (var column = 0; column < row.Items!.Count; column++)
        {
            if (XmlRpcText.FirstUnsendable(row.Items[column]) is { } found)
            {
                yield return new RowRefusal(index, fields[column].Text, Say(found));
            }
        }
    }

    private static string Say(char found) => $"The text holds the character U+{(int)found:X4}, which cannot be sent to Odoo.";
}
