using System.Net;
using System.Text;
using System.Text.Json;
using GrantSync.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrantSync.Web.Tests.Api;

/// <summary>How a badly made server gives away what it was sent.</summary>
internal enum Echo
{
    Nothing,

    /// <summary>In the traceback of a fault, as Odoo's debug mode does with arguments.</summary>
    InFault,

    /// <summary>In a proxy's error page.</summary>
    InHtml,

    /// <summary>In an address, JSON and the base 64 of basic authentication.</summary>
    InOtherForms,

    /// <summary>Across the place where long answers are cut for the log.</summary>
    AtTheCut,
}

/// <summary>A sandbox Odoo behind a proxy that echoes the key.</summary>
internal sealed class EchoingOdoo : IAsyncDisposable
{
    private readonly SandboxServer sandbox;
    private readonly WebApplication proxy;
    private readonly string key;
    private int echoed;

    private EchoingOdoo(SandboxServer sandbox, WebApplication proxy, string key) => (this.sandbox, this.proxy, this.key) = (sandbox, proxy, key);

    public string Address => proxy.Urls.Single() + "/";

    public Echo Echo { get; set; }

    public int Echoed => echoed;

    public static async Task<EchoingOdoo> Start(string key)
    {
        var sandbox = await SandboxServer.Start(new SandboxOptions());
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var odoo = new EchoingOdoo(sandbox, builder.Build(), key);
        odoo.proxy.Run(odoo.Answer);
        await odoo.proxy.StartAsync();
        return odoo;
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var request = await reader.ReadToEndAsync();

        // calls without the key (version) are passed on, so that the test of the connection comes as far as the sign-in
        var escaped = key.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        var hasKey = request.Contains(escaped, StringComparison.Ordinal);
        if (Echo == Echo.Nothing || !hasKey)
        {
            using var client = new HttpClient();
            var ours = request.Replace(escaped, "sync-key", StringComparison.Ordinal);
            using var answer = await client.PostAsync(new Uri(sandbox.Address, http.Request.Path.Value), new StringContent(ours, Encoding.UTF8, "text/xml"));
            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = "text/xml";
            await http.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
            return;
        }

        Interlocked.Increment(ref echoed);
        var fault = (string text) => $"<?xml version='1.0'?>\n<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>2</int></value></member>"
            + $"<member><name>faultString</name><value><string>{text}</string></value></member></struct></value></fault></methodResponse>";
        (http.Response.StatusCode, http.Response.ContentType) = Echo == Echo.InHtml ? (500, "text/html") : (200, "text/xml");
        await http.Response.WriteAsync(Echo switch
        {
            Echo.InFault => fault($"Access denied for {escaped}, sent as ('{escaped}',)"),
            Echo.InHtml => $"<html><body>Error at {WebUtility.HtmlEncode(key)}<pre>{WebUtility.HtmlEncode(request)}</pre>{key}</body></html>",
            Echo.InOtherForms => fault($"?key={Uri.EscapeDataString(key)}&amp;also={WebUtility.UrlEncode(key)} {WebUtility.HtmlEncode(JsonSerializer.Serialize(key))} "
                + $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(key))} {Convert.ToBase64String(Encoding.UTF8.GetBytes("sync@example.org:" + key))}"),
            _ => fault(new string('x', 65536 - 230) + escaped + " " + escaped),
        });
    }
}
