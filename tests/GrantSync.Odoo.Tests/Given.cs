using System.Buffers;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

/// <summary>A login, a write, a read and the answers that tests ask with.</summary>
internal static class Given
{
    public const string Key = "s3cret&<key>";

    public const string Xml = "200 OK\r\nContent-Type: text/xml; charset=utf-8";

    public const string Html = "Content-Type: text/html; charset=utf-8";

    public static readonly OdooLimits Limits = new() { CallTimeout = TimeSpan.FromSeconds(20) };

    public static readonly OdooLimits Impatient = new() { CallTimeout = TimeSpan.FromMilliseconds(300) };

    public static OdooCall<IReadOnlyList<int>> Write { get; } =
        OdooCalls.Load("account.analytic.plan", ["id", "name"], [["grantsync.one", "One"], ["grantsync.two", "Two"]]);

    public static OdooCall<int> Read { get; } = OdooCalls.SearchCount("account.analytic.plan", OdooDomain.All);

    public static byte[] Page { get; } = "<!doctype html><title>Sorry</title>"u8.ToArray();

    public static byte[] Loaded { get; } = Answer(XmlRpcValue.Struct(("ids", XmlRpcValue.Array(4, 5)), ("messages", XmlRpcValue.Array())));

    public static byte[] Counted { get; } = Answer(7);

    public static OdooLogin Login(Uri server) => new(new OdooAddress(server, "books"), "sync@example.org", 8, new OdooKey(Key));

    public static XmlRpcOdooClient Client(Uri server, OdooLimits? limits = null) =>
        new(OdooHttp.Create(limits ?? Limits), Login(server), limits ?? Limits);

    public static byte[] Answer(XmlRpcValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        XmlRpcWriter.WriteAnswer(output, value);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Fault(int code, string text)
    {
        var output = new ArrayBufferWriter<byte>();
        XmlRpcWriter.WriteFault(output, code, text);
        return output.WrittenSpan.ToArray();
    }
}
