namespace GrantSync.Sandbox.Tests;

/// <summary>A fresh Odoo 18 with the demo's records, and a caller who has every group it needs.</summary>
public abstract class SandboxTest : IAsyncLifetime
{
    protected SandboxServer Server { get; private set; } = null!;

    protected OdooCaller Odoo { get; private set; } = null!;

    protected virtual SandboxOptions Options => new();

    public async ValueTask InitializeAsync()
    {
        Server = await SandboxServer.Start(Options);
        Odoo = new OdooCaller(Server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        Odoo.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
