using GrantSync.Application.Health;

namespace GrantSync.Application.Tests.Incidents.Replay;

/// <summary>Thirty days of a tenant's Odoo, made from a seed, of which the truth is known: 8,640 pings of the schedule.</summary>
internal sealed class Trace
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Start.AddDays(30);

    private readonly Random random;

    public Trace(int seed)
    {
        random = new Random(seed);
        Func<DateTimeOffset, Episode>[] kinds =
            [Blip, ShortOutage, LongOutage, Flaps, TinyFlaps, SlowDrift, NewVersion, Stop, StopWithOutageInside, StopAmidOutage, StopSoonInOutage, BlipsRoundAStop, Maintenance, MaintenanceOverrun, OtherCause];
        var at = Start + Between(1 * Hour, 3 * Hour);
        while (true)
        {
            // each kind at least once, then as they fall
            var episode = (Episodes.Count < kinds.Length ? kinds[Episodes.Count] : kinds[random.Next(kinds.Length)])(at);
            if (episode.To > End - TimeSpan.FromHours(3))
            {
                break;
            }

            Episodes.Add(episode);
            at = episode.To + Between(2 * Hour, 8 * Hour);
        }
    }

    private const int Minute = 60, Hour = 3600;

    public List<Episode> Episodes { get; } = [];

    public Spell? At(DateTimeOffset moment) => EpisodeAt(moment)?.At(moment);

    /// <summary>When the pinger goes on, if it stands still at this moment.</summary>
    public DateTimeOffset? StoppedUntil(DateTimeOffset moment) =>
        EpisodeAt(moment)?.Stopped is { } stop && stop.From <= moment && moment < stop.To ? stop.To : null;

    private Episode? EpisodeAt(DateTimeOffset moment) => Episodes.FirstOrDefault(e => e.From <= moment && moment < e.To);

    /// <summary>Too short for two probes.</summary>
    private Episode Blip(DateTimeOffset at) => new("blip", at, at + Seconds(55)) { Spells = [new(at, at + Between(5, 55), AnyCause())] };

    private Episode ShortOutage(DateTimeOffset at)
    {
        var to = at + Between((6 * Minute) + 40, (9 * Minute) + 20);
        return new("short outage", at, to) { Spells = [new(at, to, AnyCause())], Red = true };
    }

    private Episode LongOutage(DateTimeOffset at)
    {
        var to = at + Between(30 * Minute, 9 * Hour);
        return new("long outage", at, to) { Spells = [new(at, to, AnyCause())], Red = true, Alerts = true };
    }

    private Episode Flaps(DateTimeOffset at)
    {
        var (cause, to, spells) = (AnyCause(), at, new List<Spell>());
        for (var n = random.Next(4, 9); n > 0; n--)
        {
            var end = to + Between(7 * Minute, 9 * Minute);
            spells.Add(new(to, end, cause));
            to = end + Between(12 * Minute, 14 * Minute);
        }

        return new("flaps", at, to) { Spells = spells, Red = true, Alerts = true };
    }

    private Episode TinyFlaps(DateTimeOffset at)
    {
        var (to, spells) = (at, new List<Spell>());
        for (var n = random.Next(10, 30); n > 0; n--)
        {
            var end = to + Between(5, 50);
            spells.Add(new(to, end, HealthCause.Unreachable));
            to = end + Between(3 * Minute, 8 * Minute);
        }

        return new("tiny flaps", at, to) { Spells = spells };
    }

    private Episode SlowDrift(DateTimeOffset at)
    {
        var to = at + Between(1 * Hour, 6 * Hour);
        return new("slow drift", at, to) { Spells = [new(at, to, HealthCause.Slow)], Amber = true };
    }

    private Episode NewVersion(DateTimeOffset at)
    {
        var to = at + Between(1 * Hour, 20 * Hour);
        return new("new version", at, to) { Spells = [new(at, to, HealthCause.VersionChanged)], Amber = true };
    }

    private Episode Stop(DateTimeOffset at)
    {
        var to = at + Between(15 * Minute, 5 * Hour);
        return new("monitor stopped", at, to) { Stopped = (at, to) };
    }

    /// <summary>Nobody looked, so nobody can know.</summary>
    private Episode StopWithOutageInside(DateTimeOffset at)
    {
        var to = at + Between(2 * Hour, 5 * Hour);
        return new("monitor stopped, outage inside", at, to) { Stopped = (at, to), Spells = [new(at + Seconds(20 * Minute), to - Seconds(20 * Minute), AnyCause())] };
    }

    private Episode StopAmidOutage(DateTimeOffset at)
    {
        var stop = at + Between(25 * Minute, 2 * Hour);
        var on = stop + Between(15 * Minute, 3 * Hour);
        var to = on + Between(25 * Minute, 2 * Hour);
        return new("outage, monitor stopped amid", at, to) { Stopped = (stop, on), Spells = [new(at, to, AnyCause())], Red = true, Alerts = true };
    }

    /// <summary>It was red when the pinger stopped, and over when it went on: red for too short a time that anybody saw.</summary>
    private Episode StopSoonInOutage(DateTimeOffset at)
    {
        var stop = at + Between(7 * Minute, 9 * Minute);
        var to = stop + Between(40 * Minute, 3 * Hour);
        return new("outage, monitor stopped soon", at, to) { Stopped = (stop, to), Spells = [new(at, stop + Between(5 * Minute, 30 * Minute), AnyCause())], Red = true };
    }

    /// <summary>Two bad ones before the gap and two after it are four in a row to a careless eye.</summary>
    private Episode BlipsRoundAStop(DateTimeOffset at)
    {
        var stop = at + Seconds((5 * Minute) + 50);
        var on = stop + Between(15 * Minute, 1 * Hour);
        return new("blips round a stop", at, on + Seconds(45)) { Stopped = (stop, on), Spells = [new(stop - Seconds(45), stop, HealthCause.Unreachable), new(on, on + Seconds(45), HealthCause.Unreachable)] };
    }

    private Episode Maintenance(DateTimeOffset at)
    {
        var to = at + Between(2 * Hour, 4 * Hour);
        return new("maintenance", at, to) { Maintenance = (at, to), Spells = [new(at + Seconds(10 * Minute), to - Seconds(20 * Minute), HealthCause.Unreachable)], Red = true };
    }

    private Episode MaintenanceOverrun(DateTimeOffset at)
    {
        var end = at + Between(1 * Hour, 3 * Hour);
        var to = end + Between(30 * Minute, 2 * Hour);
        return new("maintenance that overran", at, to) { Maintenance = (at, end), Spells = [new(at + Seconds(10 * Minute), to, HealthCause.Unreachable)], Red = true, Alerts = true };
    }

    private Episode OtherCause(DateTimeOffset at)
    {
        var change = at + Between(7 * Minute, 1 * Hour);
        var to = change + Between(1 * Hour, 3 * Hour);
        return new("other cause amid", at, to)
        {
            Spells = [new(at, change, HealthCause.Unreachable), new(change, to, HealthCause.NotOdoo)],
            Red = true,
            Alerts = true,
            Later = HealthCause.NotOdoo,
        };
    }

    private HealthCause AnyCause() => random.Next(4) switch { 0 => HealthCause.BadKey, 1 => HealthCause.OdooFailed, 2 => HealthCause.TooManyCalls, _ => HealthCause.Unreachable };

    private TimeSpan Between(int fromSeconds, int toSeconds) => Seconds(random.Next(fromSeconds, toSeconds));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
