using System.Collections;
using System.Globalization;
using System.Text;

namespace GrantSync.Sandbox.XmlRpc;

/// <summary>Writes answers line for line as the recorded servers do; the frame differs between 17 and 18.</summary>
internal sealed class XmlRpcWriter
{
    private readonly StringBuilder text = new();

    public static byte[] Answer(object? result, int version)
    {
        var writer = new XmlRpcWriter();
        writer.text.Append("<params>\n<param>\n");
        writer.Value(result);
        writer.text.Append("</param>\n</params>\n");
        return writer.Framed(version);
    }

    public static byte[] Fault(OdooFault fault, int version)
    {
        var writer = new XmlRpcWriter();
        writer.text.Append("<fault>\n");
        writer.Value(new Dictionary<string, object?> { ["faultCode"] = fault.Code, ["faultString"] = fault.Message });
        writer.text.Append("</fault>\n");
        return writer.Framed(version);
    }

    private byte[] Framed(int version) => Encoding.UTF8.GetBytes(version >= 18
        ? $"<?xml version=\"1.0\"?>\n<methodResponse>\n{text}\n</methodResponse>\n"
        : $"<?xml version='1.0'?>\n<methodResponse>\n{text}</methodResponse>\n");

    private void Value(object? value)
    {
        text.Append("<value>");
        switch (value)
        {
            case null: throw OdooFault.Traceback("TypeError: cannot marshal None unless allow_none is enabled");
            case bool flag: text.Append("<boolean>").Append(flag ? '1' : '0').Append("</boolean>"); break;
            case int number: text.Append(CultureInfo.InvariantCulture, $"<int>{number}</int>"); break;
            case double number: text.Append("<double>").Append(Repr.Number(number)).Append("</double>"); break;
            case string characters: Text("string", characters); break;
            case IReadOnlyDictionary<string, object?> members: Struct(members); break;
            case IEnumerable items: Array(items); break;
            default: throw OdooFault.Traceback($"TypeError: cannot marshal {value.GetType().Name} objects");
        }
        text.Append("</value>\n");
    }

    private void Array(IEnumerable items)
    {
        text.Append("<array><data>\n");
        foreach (var item in items) { Value(item); }
        text.Append("</data></array>");
    }

    private void Struct(IReadOnlyDictionary<string, object?> members)
    {
        text.Append("<struct>\n");
        foreach (var (name, value) in members)
        {
            text.Append("<member>\n");
            Text("name", name);
            text.Append('\n');
            Value(value);
            text.Append("</member>\n");
        }
        text.Append("</struct>");
    }

    /// <summary>Odoo drops the control characters that XML forbids instead of failing on them (its marshaller's own comment).</summary>
    private void Text(string element, string characters)
    {
        text.Append('<').Append(element).Append('>');
        foreach (var character in characters)
        {
            switch (character)
            {
                case '&': text.Append("&amp;"); break;
                case '<': text.Append("&lt;"); break;
                case '>': text.Append("&gt;"); break;
                case < ' ' and not ('\t' or '\n' or '\r'): break;
                default: text.Append(character); break;
            }
        }
        text.Append("</").Append(element).Append('>');
    }
}
