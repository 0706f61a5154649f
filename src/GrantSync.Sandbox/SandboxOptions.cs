namespace GrantSync.Sandbox;

/// <summary>How a sandbox starts.</summary>
public sealed record SandboxOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Which Odoo it plays: 17 or 18, as recorded; 16 and 19 are those two with what their source says is different, and prove nothing of a server.
    /// </summary>
    public int Version { get; init; } = 18;

    /// <summary>Whether it has the budgets of Odoo Enterprise. These are from documentation, not from recordings.</summary>
    public bool Budgets { get; init; }

    public string Database { get; init; } = "sandbox";

    /// <summary>Where the records survive a restart; null keeps them in memory only.</summary>
    public string? DataFile { get; init; }

    /// <summary>How long every call takes besides its work, as a far or busy server would.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Puts the first records in; null takes the demo's companies, users and plans.</summary>
    public Action<SandboxOdoo>? Seed { get; init; }

    /// <summary>The clock of the login cool-down, the write dates and the delays.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
