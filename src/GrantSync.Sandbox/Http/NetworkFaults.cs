namespace GrantSync.Sandbox.Http;

/// <summary>The faults between the sender and Odoo: answers that come late, broken, from a proxy, or not at all.</summary>
internal static class NetworkFaults
{
    /// <summary>True when the call ends here, with nothing written.</summary>
    public static async Task<bool> BeforeWork(HttpContext http, IReadOnlyList<Fault> faults, CallReport report, SandboxOptions options)
    {
        foreach (var fault in faults.Where(fault => !fault.AfterCommit))
        {
            switch (fault.Kind)
            {
                case FaultKind.Delay:
                    await Task.Delay(TimeSpan.FromMilliseconds(fault.Milliseconds), options.Clock, http.RequestAborted);
                    break;
                case FaultKind.Reset:
                    Hang(http, report, "reset");
                    return true;
                case FaultKind.Gateway:
                    await Page(http, fault.Status, report);
                    return true;
            }
        }
        return false;
    }

    /// <summary>True when the answer does not go out as it is.</summary>
    public static async Task<bool> AfterWork(HttpContext http, byte[] answer, IReadOnlyList<Fault> faults, CallReport report,
        SandboxOptions options)
    {
        foreach (var fault in faults)
        {
            switch (fault)
            {
                case { Kind: FaultKind.Delay, AfterCommit: true }:
                    await Task.Delay(TimeSpan.FromMilliseconds(fault.Milliseconds), options.Clock, http.RequestAborted);
                    break;
                case { Kind: FaultKind.DropAnswer }:
                    Hang(http, report, "answer dropped");
                    return true;
                case { Kind: FaultKind.CutAnswer }:
                    await Cut(http, answer, report);
                    return true;
                case { Kind: FaultKind.Gateway, AfterCommit: true }:
                    await Page(http, fault.Status, report);
                    return true;
            }
        }
        return false;
    }

    private static void Hang(HttpContext http, CallReport report, string outcome)
    {
        (report.Answered, report.Outcome) = (false, outcome);
        report.Close();
        http.Abort();
    }

    private static async Task Cut(HttpContext http, byte[] answer, CallReport report)
    {
        (report.Answered, report.Outcome) = (false, "answer cut short");
        report.Close();
        http.Response.ContentType = "text/xml; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    /// <summary>What a proxy in front says; it is not XML.</summary>
    private static Task Page(HttpContext http, int status, CallReport report)
    {
        (report.Answered, report.Outcome) = (false, $"HTTP {status}");
        report.Close();
        var name = status switch
        {
            502 => "Bad Gateway",
            503 => "Service Temporarily Unavailable",
            504 => "Gateway Time-out",
            _ => "Error",
        };
        return HtmlErrors.Write(http, status, $"""
            <html>
            <head><title>{status} {name}</title></head>
            <body>
            <center><h1>{status} {name}</h1></center>
            <hr><center>nginx</center>
            </body>
            </html>

            """);
    }
}
