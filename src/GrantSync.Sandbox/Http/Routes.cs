namespace GrantSync.Sandbox.Http;

internal static class Routes
{
    public static void Map(WebApplication web, SandboxOdoo odoo, Faults faults, SandboxOptions options)
    {
        var rpc = new RpcEndpoint(odoo, faults, options);
        web.Map("/xmlrpc/2/{service}", (HttpContext http, string service) =>
            HttpMethods.IsPost(http.Request.Method) ? rpc.Answer(http, service) : HtmlErrors.MethodNotAllowed(http));
        new Inspection(odoo, faults, options).Map(web);
        web.MapFallback(HtmlErrors.NotFound);
    }
}
