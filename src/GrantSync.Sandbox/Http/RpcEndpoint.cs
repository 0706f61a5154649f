using System.Diagnostics;
using GrantSync.Sandbox.Methods;
using GrantSync.Sandbox.Records;
using GrantSync.Sandbox.XmlRpc;

namespace GrantSync.Sandbox.Http;

/// <summary>POST /xmlrpc/2/...: reads a call, works it, and lets the faults have their way with it.</summary>
internal sealed class RpcEndpoint(SandboxOdoo odoo, Faults faults, SandboxOptions options)
{
    private readonly Services services = new(odoo.Store, options);

    public async Task Answer(HttpContext http, string service)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;

        var started = options.Clock.GetTimestamp();
        var report = new CallReport(closed => odoo.Record(closed, options.Clock.GetElapsedTime(started)));
        IReadOnlyList<Fault> striking = [];
        try
        {
            var (method, parameters) = XmlRpcReader.Read(body);
            (report.Model, report.Method) = service == "object"
                ? (parameters.ElementAtOrDefault(3) as string ?? "", parameters.ElementAtOrDefault(4) as string ?? "")
                : (service, method);
            striking = faults.Strike(report.Model, report.Method);
            await Work(http, report, striking, service, method, parameters);
        }
        catch (OdooFault fault)
        {
            report.Outcome = $"fault {fault.Code}";
            await Send(http, XmlRpcWriter.Fault(fault, options.Version), striking, report);
        }
        finally
        {
            report.Close();
        }
    }

    private async Task Work(HttpContext http, CallReport report, IReadOnlyList<Fault> striking, string service, string method,
        IReadOnlyList<object?> parameters)
    {
        if (await NetworkFaults.BeforeWork(http, striking, report, options)) { return; }

        foreach (var fault in striking.Where(fault => fault.Kind == FaultKind.PlanDeleted)) { odoo.DeletePlan(fault.Plan); }

        // the transaction begins here: it will not see what others commit from now on
        var snapshot = odoo.Store.Commits;
        await faults.Gather(report.Model, report.Method);
        if (options.Delay > TimeSpan.Zero) { await Task.Delay(options.Delay, options.Clock, http.RequestAborted); }

        var result = service switch
        {
            "common" => services.Common(method, parameters, striking, report),
            "object" => services.Object(method, parameters, striking, snapshot, report),
            _ => throw OdooFault.Traceback($"KeyError: '{service}'"),
        };
        if (report.Committed) { odoo.Changed(); }

        // Odoo commits before it encodes the answer
        var answer = XmlRpcWriter.Answer(striking.Any(fault => fault.Kind == FaultKind.CannotMarshalNone) ? null : result, options.Version);
        await Send(http, answer, striking, report);
    }

    private async Task Send(HttpContext http, byte[] answer, IReadOnlyList<Fault> striking, CallReport report)
    {
        if (await NetworkFaults.AfterWork(http, answer, striking, report, options)) { return; }
        report.Close();
        http.Response.ContentType = "text/xml; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer, http.RequestAborted);
    }
}
