using GrantSync.Application.Tenants;

namespace GrantSync.Application.Health;

/// <summary>One look at a tenant's Odoo: an authenticated read that also checks the rights and plan columns we depend on.</summary>
public sealed class Ping : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>A probe confirms a bad ping 30 s later; it is no ping of the schedule.</summary>
    public bool IsProbe { get; init; }

    public PingVerdict Verdict { get; init; }

    public int LatencyMilliseconds { get; init; }

    /// <summary>Why it is not good; null when it is, and in rows from before causes were told apart.</summary>
    public HealthCause? Cause { get; init; }

    /// <summary>What is wrong, in plain words; null when nothing is.</summary>
    public string? Problem { get; init; }
}

public enum PingVerdict
{
    Good,

    /// <summary>Answers, but slowly, or with something missing that we can work without for now.</summary>
    Poor,

    Bad,
}

/// <summary>The pill beside a tenant's name.</summary>
public enum Pill
{
    /// <summary>Not measured, or not for six minutes.</summary>
    Grey,
    Green,
    Amber,
    Red,
}
