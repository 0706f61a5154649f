using System.Text;

namespace GrantSync.Sandbox.Tests;

public sealed class XmlTests : SandboxTest
{
    [Fact]
    public async Task Control_characters_are_dropped_from_answers()
    {
        var id = Server.Odoo.Create("res.partner", new() { ["name"] = "Bell\u0007 & <tag>\t\u001f end" });

        var rows = (object[])await Odoo.Call("res.partner", "read", new object[] { id }, new object[] { "name" });

        Assert.Equal("Bell & <tag>\t end", ((Dictionary<string, object>)rows[0])["name"]);
    }

    [Theory]
    [InlineData("<methodCall><methodName>version\u0007</methodName></methodCall>")]
    [InlineData("<methodCall><methodName>version&#7;</methodName></methodCall>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'x'>]><methodCall><methodName>&e;</methodName></methodCall>")]
    [InlineData("")]
    public async Task A_body_that_is_not_XML_is_fault_1(string body)
    {
        using var answer = await Odoo.Http.PostAsync("/xmlrpc/2/common", new StringContent(body, Encoding.UTF8, "text/xml"));

        Assert.Contains("<int>1</int>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Untyped_values_and_every_kind_of_number_are_read()
    {
        const string Body = """
            <?xml version="1.0"?><methodCall><methodName>execute_kw</methodName><params>
            <param><value>sandbox</value></param><param><value><i4>3</i4></value></param><param><value><string>sync-key</string></value></param>
            <param><value>res.currency</value></param><param><value>search</value></param>
            <param><value><array><data><value><array><data><value><array><data><value>id</value><value>=</value><value><i8>2</i8></value></data></array></value></data></array></value></data></array></value></param>
            <param><value><struct/></value></param></params></methodCall>
            """;

        using var answer = await Odoo.Http.PostAsync("/xmlrpc/2/object", new StringContent(Body, Encoding.UTF8, "text/xml"));

        Assert.Contains("<value><int>2</int></value>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
