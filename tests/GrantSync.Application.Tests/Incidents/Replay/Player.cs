using GrantSync.Application.Health;

namespace GrantSync.Application.Tests.Incidents.Replay;

/// <summary>Plays a trace: pings when the world says that one is due, sweeps and the second clock in between.</summary>
internal sealed class Player(Trace trace, ReplayWorld world, TimeSpan sweepEvery)
{
    /// <summary>The pinger looks for what is due so often.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    /// <summary>Every measurement, in order.</summary>
    public List<Ping> Pings { get; } = [];

    public int Scheduled { get; private set; }

    /// <summary>What was shown and cannot be.</summary>
    public List<string> Wrong { get; } = [];

    public async Task Play()
    {
        var plans = new Queue<Episode>(trace.Episodes.Where(e => e.Maintenance is not null));
        var sweep = Trace.Start + sweepEvery;
        var isProbe = false;
        while (true)
        {
            var ping = Due();
            var now = ping < sweep ? ping : sweep;
            if (now >= Trace.End)
            {
                return;
            }

            while (plans.Count > 0 && plans.Peek().Maintenance is { } window && window.From.AddHours(-1) <= now)
            {
                await world.Plan(window.From, window.To);
                plans.Dequeue();
            }

            if (now == ping)
            {
                var measured = Measured(now, isProbe);
                Scheduled += isProbe ? 0 : 1;
                Pings.Add(measured);
                await world.Measure(measured, now);
                isProbe = world.NextPingAt - now < TimeSpan.FromMinutes(2);
            }
            else
            {
                await world.Watch(now);
                await world.Sweep(now);
                Look(now);
                sweep += sweepEvery;
            }
        }
    }

    private DateTimeOffset Due()
    {
        var due = world.NextPingAt;
        var tick = new DateTimeOffset((due.Ticks + Tick.Ticks - 1) / Tick.Ticks * Tick.Ticks, TimeSpan.Zero);
        return trace.StoppedUntil(tick) is { } on ? on : tick;
    }

    private Ping Measured(DateTimeOffset at, bool isProbe)
    {
        var spell = trace.At(at);
        var latency = spell?.Cause == HealthCause.Slow ? 6200 : 180;
        return new Ping
        {
            TenantId = "t",
            At = at.AddMilliseconds(latency),
            IsProbe = isProbe,
            Verdict = spell?.Verdict ?? PingVerdict.Good,
            Cause = spell?.Cause,
            LatencyMilliseconds = latency,
            Problem = spell is null ? null : $"It is {spell.Cause}.",
        };
    }

    /// <summary>The colour that is shown against what is true at this moment.</summary>
    private void Look(DateTimeOffset now)
    {
        if (world.Shown(now) is not { } shown)
        {
            return;
        }

        // two good pings of the schedule make it green again
        var recent = trace.Episodes.Where(e => e.From <= now && now < e.To.AddMinutes(11)).ToList();
        if (shown == Pill.Red && !recent.Any(e => e.Red))
        {
            Wrong.Add($"false red at {now:u}");
        }

        // a ping of the schedule, two probes, and what these take
        var since = TimeSpan.FromMinutes(6.5);
        if (shown != Pill.Red && recent.Any(e => e.At(now) is { Verdict: PingVerdict.Bad } spell && now - spell.From > since && e.Stopped is null))
        {
            Wrong.Add($"missed red at {now:u}");
        }

        if (shown == Pill.Green && Pings.TakeLast(2).Any(p => p.Verdict != PingVerdict.Good))
        {
            Wrong.Add($"green too early at {now:u}");
        }

        if (shown != Pill.Grey && recent.Any(e => e.Stopped is { } stop && now > stop.From.AddMinutes(6.1) && now < stop.To))
        {
            Wrong.Add($"{shown} at {now:u}, when nothing was measured");
        }
    }
}
