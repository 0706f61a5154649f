using GrantSync.Application.Health;

namespace GrantSync.Application.Tests.Incidents.Replay;

/// <summary>Something that happens to an Odoo, to our pinger or in the calendar, with what must come of it.</summary>
internal sealed record Episode(string Kind, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>What Odoo answers, and when; outside of them it is well.</summary>
    public IReadOnlyList<Spell> Spells { get; init; } = [];

    /// <summary>Our pinger stands still.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Stopped { get; init; }

    public (DateTimeOffset From, DateTimeOffset To)? Maintenance { get; init; }

    /// <summary>It must become red, as one incident of its first cause.</summary>
    public bool Red { get; init; }

    /// <summary>It must alert, once.</summary>
    public bool Alerts { get; init; }

    /// <summary>Amber for so long that it is an incident.</summary>
    public bool Amber { get; init; }

    /// <summary>The cause that it goes over into.</summary>
    public HealthCause? Later { get; init; }

    public Spell? At(DateTimeOffset moment) => Spells.FirstOrDefault(s => s.From <= moment && moment < s.To);
}

/// <summary>A time in which every measurement has the same end.</summary>
internal sealed record Spell(DateTimeOffset From, DateTimeOffset To, HealthCause Cause)
{
    public PingVerdict Verdict => Cause is HealthCause.Slow or HealthCause.VersionChanged ? PingVerdict.Poor : PingVerdict.Bad;
}
