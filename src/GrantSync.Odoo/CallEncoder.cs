using System.Buffers;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>A request's body, and where the key stands in it.</summary>
internal sealed class EncodedCall(ReadOnlyMemory<byte> body, Range secret)
{
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The body for the log: <c>***</c> where the key stood.</summary>
    public byte[] Redacted()
    {
        var (start, length) = secret.GetOffsetAndLength(body.Length);
        return length == 0 ? body.ToArray() : [.. body.Span[..start], .. CallEncoder.RedactedParameter, .. body.Span[(start + length)..]];
    }
}

/// <summary>Puts a call and its login into XML-RPC.</summary>
internal static class CallEncoder
{
    public static readonly byte[] RedactedParameter = "<param>\n<value><string>***</string></value>\n</param>\n"u8.ToArray();

    /// <exception cref="InvalidOperationException">The call needs a user id and the login has none yet.</exception>
    public static EncodedCall Encode<T>(OdooCall<T> call, OdooLogin login) => (call.Service, call.Method) switch
    {
        ("common", "authenticate") =>
            Encode(call.Method, [login.Address.Database, login.User], login.Key, [XmlRpcValue.Struct(call.Kwargs)]),
        ("common", _) => Encode(call.Method, call.Args, null, []),
        _ when login.Uid == 0 => throw new InvalidOperationException("Authenticate first: this login has no user id yet."),
        _ => Encode(
            "execute_kw", [login.Address.Database, login.Uid], login.Key,
            [call.Model, call.Method, XmlRpcValue.Array(call.Args), XmlRpcValue.Struct(call.Kwargs)]),
    };

    private static EncodedCall Encode(string method, IReadOnlyList<XmlRpcValue> before, OdooKey? key, IReadOnlyList<XmlRpcValue> after)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        XmlRpcWriter.BeginCall(output, method);
        foreach (var parameter in before) { XmlRpcWriter.WriteParameter(output, parameter); }
        var start = output.WrittenCount;
        if (key is not null) { XmlRpcWriter.WriteParameter(output, key.Reveal()); }
        var secret = start..output.WrittenCount;
        foreach (var parameter in after) { XmlRpcWriter.WriteParameter(output, parameter); }
        XmlRpcWriter.EndCall(output);
        return new EncodedCall(output.WrittenMemory, secret);
    }
}
