namespace GrantSync.Application.Health;

/// <summary>The numbers of the pill, each with its default.</summary>
public sealed record HealthLimits
{
    /// <summary>Time between two pings of a tenant's Odoo.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time to the probe that confirms a bad ping.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(30);

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
}

/// <summary>What is shown of a tenant's Odoo.</summary>
/// <param name="Pill">Its colour.</param>
/// <param name="Since">The measurement with which this colour began; null when grey for want of any.</param>
/// <param name="Problem">Why it is not green; null when it is.</param>
public sealed record PillNow(Pill Pill, DateTimeOffset? Since, string? Problem);

/// <summary>From pings to the pill: a pure function, so that thirty days can be replayed through it.</summary>
public static class PillRule
{
    /// <param name="pings">The newest measurements in order of time; enough of them to hold <see cref="HealthLimits.BadBeforeRed"/> pings.</param>
    /// <param name="now">The moment that is asked about.</param>
    /// <param name="limits">The numbers.</param>
    public static PillNow Judge(IReadOnlyList<Ping> pings, DateTimeOffset now, HealthLimits limits)
    {
        if (pings.Count == 0)
        {
            return new PillNow(Pill.Grey, null, "Not measured yet.");
        }

        var newest = pings[^1];
        if (now - newest.At > limits.GreyAfter)
        {
            return new PillNow(Pill.Grey, newest.At + limits.GreyAfter, "Not measured for more than six minutes: the pinger may be standing still.");
        }

        var (pill, since, problem) = (Pill.Grey, pings[0].At, (string?)null);
        var (bad, good, firstBad) = (0, 0, pings[0].At);
        foreach (var ping in pings)
        {
            if (ping.Verdict == PingVerdict.Bad)
            {
                firstBad = bad == 0 ? ping.At : firstBad;
                (bad, good) = (bad + 1, 0);
                problem = ping.Problem;

                // one blip is amber; an outage is held to have begun at its first bad ping
                if (bad >= limits.BadBeforeRed && pill != Pill.Red)
                {
                    (pill, since) = (Pill.Red, firstBad);
                }
                else if (pill is Pill.Green or Pill.Grey)
                {
                    (pill, since) = (Pill.Amber, ping.At);
                }

                continue;
            }

            (bad, good) = (0, good + 1);
            var better = ping.Verdict == PingVerdict.Poor ? Pill.Amber : Pill.Green;
            if (pill == Pill.Grey || better == Pill.Amber || good >= limits.GoodBeforeGreen)
            {
                (pill, since) = pill == better || (pill == Pill.Red && good < limits.GoodBeforeGreen) ? (pill, since) : (better, ping.At);
            }

            problem = pill == Pill.Green ? null : ping.Problem ?? problem;
        }

        return new PillNow(pill, since, pill == Pill.Green ? null : problem);
    }
}
