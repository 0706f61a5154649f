using System.Net;
using GrantSync.Sandbox.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GrantSync.Sandbox;

/// <summary>A stand-in Odoo on a port of this machine, for the demo and the tests.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly DataFile? file;

    private SandboxServer(WebApplication web, SandboxOdoo odoo, Faults faults, DataFile? file)
    {
        (this.web, this.file) = (web, file);
        Odoo = odoo;
        Faults = faults;
        Address = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public SandboxOdoo Odoo { get; }

    public Faults Faults { get; }

    public static async Task<SandboxServer> Start(SandboxOptions options, CancellationToken ct = default)
    {
        var odoo = new SandboxOdoo(options);
        var faults = new Faults();

        // an empty builder: the settings and the environment of the program that hosts it do not reach the sandbox
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SandboxServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        Routes.Map(web, odoo, faults, options);
        await web.StartAsync(ct);
        return new SandboxServer(web, odoo, faults, options.DataFile is { } path ? new DataFile(odoo, path) : null);
    }

    /// <summary>Runs until SIGTERM or Ctrl-C.</summary>
    internal Task Run() => web.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        Faults.Clear();
        await web.DisposeAsync();
        if (file is not null) { await file.DisposeAsync(); }
    }
}
