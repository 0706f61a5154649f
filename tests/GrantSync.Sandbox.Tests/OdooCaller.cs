using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace GrantSync.Sandbox.Tests;

/// <summary>What came back as a fault.</summary>
public sealed class OdooFaultException(int code, string text) : Exception(text)
{
    public int Code { get; } = code;
}

/// <summary>A sender of its own, so that the sandbox is not tested with the sandbox's reader.</summary>
public sealed class OdooCaller(Uri address, string database = "sandbox", int user = 3, string key = "sync-key") : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };

    public HttpClient Http => http;

    public OdooCaller As(int other, string otherKey) => new(address, database, other, otherKey);

    public Task<object> Call(string model, string method, params object[] arguments) => CallWith(model, method, arguments, []);

    public Task<object> CallWith(string model, string method, object[] arguments, Dictionary<string, object> named) =>
        Send("object", "execute_kw", database, user, key, model, method, arguments, named);

    public Task<object> Authenticate(string login, string password) =>
        Send("common", "authenticate", database, login, password, new Dictionary<string, object>());

    public async Task<(object Ids, List<Dictionary<string, object>> Messages)> Load(string model, string[] fields, params object[][] rows)
    {
        var answer = (Dictionary<string, object>)await Call(model, "load", fields, rows);
        return (answer["ids"], [.. ((object[])answer["messages"]).Cast<Dictionary<string, object>>()]);
    }

    public async Task<int[]> LoadAccounts(params (string ExternalId, string Name, string Code)[] accounts)
    {
        var (ids, messages) = await Load("account.analytic.account", ["id", "name", "code", "plan_id/.id"],
            [.. accounts.Select(account => new object[] { account.ExternalId, account.Name, account.Code, "1" })]);
        Assert.Empty(messages);
        return [.. ((object[])ids).Cast<int>()];
    }

    public async Task<int[]> Search(string model, params object[] domain) =>
        [.. ((object[])await Call(model, "search", [domain])).Cast<int>()];

    /// <summary>A condition of a domain; an object, so that a single one is not taken for the list of them.</summary>
    public static object Leaf(string field, string sign, object value) => new[] { field, sign, value };

    public async Task<object> Send(string service, string method, params object[] parameters)
    {
        using var answer = await http.PostAsync($"/xmlrpc/2/{service}", Body(method, parameters));
        answer.EnsureSuccessStatusCode();
        var response = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        if (response.Element("fault") is { } fault)
        {
            var members = (Dictionary<string, object>)Value(fault.Element("value")!);
            throw new OdooFaultException((int)members["faultCode"], (string)members["faultString"]);
        }
        return Value(response.Element("params")!.Element("param")!.Element("value")!);
    }

    public static StringContent Body(string method, params object[] parameters) => new(
        new XElement("methodCall", new XElement("methodName", method),
            new XElement("params", parameters
                .Select(parameter => new XElement("param", Value(parameter))))).ToString(SaveOptions.DisableFormatting),
        Encoding.UTF8,
        "text/xml");

    public void Dispose() => http.Dispose();

    private static XElement Value(object value) => new("value", value switch
    {
        bool flag => new XElement("boolean", flag ? 1 : 0),
        int number => new XElement("int", number),
        double number => new XElement("double", number.ToString("R", CultureInfo.InvariantCulture)),
        string text => new XElement("string", text),
        Dictionary<string, object> members =>
            new XElement("struct", members.Select(member => new XElement("member", new XElement("name", member.Key), Value(member.Value)))),
        System.Collections.IEnumerable items => new XElement("array", new XElement("data", items.Cast<object>().Select(Value))),
        _ => throw new ArgumentException($"no XML-RPC for {value}"),
    });

    private static object Value(XElement value)
    {
        var typed = value.Elements().Single();
        return typed.Name.LocalName switch
        {
            "boolean" => typed.Value == "1",
            "int" => int.Parse(typed.Value, CultureInfo.InvariantCulture),
            "double" => double.Parse(typed.Value, CultureInfo.InvariantCulture),
            "array" => typed.Element("data")!.Elements("value").Select(Value).ToArray(),
            "struct" => typed.Elements("member").ToDictionary(member => member.Element("name")!.Value, member => Value(member.Element("value")!)),
            _ => (object)typed.Value,
        };
    }
}
