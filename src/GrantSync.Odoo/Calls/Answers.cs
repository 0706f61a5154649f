using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>Reads ordinary answers. Each gives null for a shape that Odoo does not use.</summary>
internal static class Answers
{
    public static OdooReading<OdooVersion>? Version(XmlRpcValue answer) =>
        answer["server_version"]?.Text is { } full && answer["server_serie"]?.Text is { } series
            && answer["server_version_info"]?.Items is [var major, ..] && MajorOf(major) is { } number
            ? Ok(new OdooVersion(number, series, full))
            : null;

    public static OdooReading<int>? UserId(XmlRpcValue answer) =>
        answer.IsFalse ? new(OutcomeKind.Credentials, 0, []) : answer.Int is { } uid ? Ok((int)uid) : null;

    public static OdooReading<IReadOnlyList<OdooRecord>>? Records(XmlRpcValue answer) =>
        answer.Items is { } items && items.All(item => item.Kind == XmlRpcKind.Struct)
            ? Ok<IReadOnlyList<OdooRecord>>([.. items.Select(item => new OdooRecord(item))])
            : null;

    public static OdooReading<int>? Number(XmlRpcValue answer) => answer.Int is { } number ? Ok((int)number) : null;

    public static OdooReading<bool>? Truth(XmlRpcValue answer) => answer.Bool is { } truth ? Ok(truth) : null;

    public static OdooReading<ExternalReference>? Reference(XmlRpcValue answer) =>
        answer.Items is [{ Text: { } model }, { Int: { } id }] ? Ok(new ExternalReference(model, (int)id)) : null;

    public static OdooReading<OdooUserContext>? UserContext(XmlRpcValue answer) =>
        answer.Kind == XmlRpcKind.Struct ? Ok(new OdooUserContext(answer["lang"]?.Text, answer["tz"]?.Text)) : null;

    public static OdooReading<IReadOnlyDictionary<string, OdooField>>? Fields(XmlRpcValue answer)
    {
        if (answer.Members is not { } members) { return null; }
        var fields = new Dictionary<string, OdooField>(members.Count);
        foreach (var (name, field) in members)
        {
            if (field["type"]?.Text is not { } type) { return null; }
            fields[name] = new OdooField(
                type, field["string"]?.Text ?? name, field["relation"]?.Text,
                field["required"]?.Bool ?? false, field["readonly"]?.Bool ?? false);
        }
        return Ok<IReadOnlyDictionary<string, OdooField>>(fields);
    }

    public static OdooReading<T> Ok<T>(T value) => new(OutcomeKind.Ok, value, []);

    /// <summary>18 on a stock server; Odoo Online sends <c>saas~18</c> as text.</summary>
    private static int? MajorOf(XmlRpcValue major) =>
        major.Int is { } number ? (int)number
        : major.Text is { } text && int.TryParse(text[(text.IndexOf('~', StringComparison.Ordinal) + 1)..], out var online) ? online
        : null;
}
