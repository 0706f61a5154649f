namespace GrantSync.Application.Health;

/// <summary>What is shown of a tenant's Odoo.</summary>
/// <param name="Pill">Its colour.</param>
/// <param name="Since">The measurement with which this colour began; null when grey for want of any.</param>
/// <param name="Problem">Why it is not green; null when it is.</param>
/// <param name="Cause">The same in a word for programs; null when it is green or was never measured.</param>
/// <param name="AnswersAgain">The newest measurement was good, but too few were yet for green.</param>
public sealed record PillNow(Pill Pill, DateTimeOffset? Since, string? Problem, HealthCause? Cause = null, bool AnswersAgain = false);

/// <summary>From pings to the pill: pure functions, so that thirty days can be replayed through them.</summary>
public static class PillRule
{
    /// <summary>The pill after one more measurement.</summary>
    /// <param name="before">The pill as it was; null before the first.</param>
    public static TenantPill Next(TenantPill? before, Ping ping, HealthLimits limits)
    {
        before ??= new TenantPill { TenantId = ping.TenantId, MeasuredAt = ping.At, MeasuredSince = ping.At, Since = ping.At };
        if (ping.At - before.MeasuredAt > limits.GreyAfter)
        {
            // what is on either side of a gap confirms nothing of the other; the colour stays until enough is known again
            before = before with { MeasuredSince = ping.At, BadInRow = 0, AnsweredInRow = 0, GoodInRow = 0, CauseInRow = 0 };
        }

        var counted = Count(before, ping);
        var pill = Colour(counted, ping.Verdict, limits);
        return counted with
        {
            Pill = pill,
            Since = pill == before.Pill ? before.Since : pill == Pill.Red ? counted.FirstBadAt!.Value : ping.At,
            Cause = pill == Pill.Green ? null : counted.Cause,
            Problem = pill == Pill.Green ? null : counted.Problem,
        };
    }

    /// <summary>When to measure again: a period after the beginning, however long it took; sooner while a bad ping is being confirmed.</summary>
    public static DateTimeOffset NextPingAt(TenantPill pill, DateTimeOffset startedAt, HealthLimits limits) =>
        pill is { BadInRow: > 0, Pill: not Pill.Red } ? pill.MeasuredAt + limits.ProbeAfter : startedAt + limits.Period;

    /// <summary>What is shown at a moment: grey when the newest measurement is too old.</summary>
    public static PillNow Judge(TenantPill? pill, DateTimeOffset now, HealthLimits limits)
    {
        if (pill is null)
        {
            return new PillNow(Pill.Grey, null, "Not measured yet.");
        }

        return now - pill.MeasuredAt > limits.GreyAfter
            ? new PillNow(Pill.Grey, pill.MeasuredAt + limits.GreyAfter, "Not measured for more than six minutes: the pinger may be standing still.", HealthCause.NotMeasured)
            : new PillNow(pill.Pill, pill.Since, pill.Problem, pill.Cause, pill is { Pill: Pill.Red or Pill.Amber, GoodInRow: > 0 });
    }

    /// <param name="pings">Measurements in order of time.</param>
    /// <param name="now">The moment that is asked about.</param>
    /// <param name="limits">The numbers.</param>
    public static PillNow Judge(IEnumerable<Ping> pings, DateTimeOffset now, HealthLimits limits) => Judge(After(pings, limits), now, limits);

    public static TenantPill? After(IEnumerable<Ping> pings, HealthLimits limits) =>
        pings.Aggregate((TenantPill?)null, (pill, ping) => Next(pill, ping, limits));

    private static TenantPill Count(TenantPill before, Ping ping)
    {
        var bad = ping.Verdict == PingVerdict.Bad;
        var good = ping.Verdict == PingVerdict.Good;
        var sameCause = !good && before.CauseInRow > 0 && before.Cause == ping.Cause;
        return before with
        {
            MeasuredAt = ping.At > before.MeasuredAt ? ping.At : before.MeasuredAt,
            BadInRow = bad ? before.BadInRow + 1 : 0,
            FirstBadAt = bad && before.BadInRow == 0 ? ping.At : before.FirstBadAt,
            AnsweredInRow = bad ? 0 : before.AnsweredInRow + 1,
            GoodInRow = good ? before.GoodInRow + 1 : 0,
            Cause = good ? before.Cause : ping.Cause,
            CauseSince = good || sameCause ? before.CauseSince : ping.At,
            CauseInRow = good ? 0 : sameCause ? before.CauseInRow + 1 : 1,
            Problem = good ? before.Problem : ping.Problem,
        };
    }

    private static Pill Colour(TenantPill counted, PingVerdict verdict, HealthLimits limits) => (verdict, counted.Pill) switch
    {
        // one blip is amber; red is confirmed, and held until enough good ones in a row
        (PingVerdict.Bad, Pill.Red) => Pill.Red,
        (PingVerdict.Bad, _) => counted.BadInRow >= limits.BadBeforeRed ? Pill.Red : Pill.Amber,
        (PingVerdict.Good, Pill.Green or Pill.Grey) => Pill.Green,
        (PingVerdict.Good, _) when counted.GoodInRow >= limits.GoodBeforeGreen => Pill.Green,
        (_, Pill.Red) => counted.AnsweredInRow >= limits.GoodBeforeGreen ? Pill.Amber : Pill.Red,
        _ => Pill.Amber,
    };
}
