namespace GrantSync.Application.Health;

/// <summary>The numbers of the pill and of incidents, each with its default.</summary>
public sealed record HealthLimits
{
    /// <summary>Time between two pings of a tenant's Odoo.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time to the probe that confirms a bad ping.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A ping that takes longer is given up as bad: with the period it must stay below <see cref="GreyAfter"/>.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Bad measurements in a row before red: the ping and two probes.</summary>
    public int BadBeforeRed { get; init; } = 3;

    /// <summary>Good ones in a row before a red or amber tenant is green again.</summary>
    public int GoodBeforeGreen { get; init; } = 2;

    /// <summary>After so long without a measurement nothing is known.</summary>
    public TimeSpan GreyAfter { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>Time between two looks whether Odoo has budgets, and in which currencies its companies keep their books.</summary>
    public TimeSpan BudgetsEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A slower ping is poor.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Amber for longer is an incident too, which alerts nobody.</summary>
    public TimeSpan AmberBefore { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Red for longer alerts support.</summary>
    public TimeSpan AlertAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>An alert that nobody has acknowledged by then escalates.</summary>
    public TimeSpan EscalateAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The same cause back within this time is the same incident; good news wait for it to pass.</summary>
    public TimeSpan RelapseWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long pings are kept, for the history of uptime and latency.</summary>
    public TimeSpan KeepPings { get; init; } = TimeSpan.FromDays(400);
}
