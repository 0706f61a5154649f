using GrantSync.Application.Health;
using GrantSync.Application.Incidents;

namespace GrantSync.Application.Tests.Incidents.Replay;

/// <summary>What came of a trace, held against its truth.</summary>
internal static class Verdict
{
    /// <summary>Good news waits for half an hour, and the last good ping comes up to ten minutes after the end.</summary>
    private static readonly TimeSpan After = TimeSpan.FromMinutes(45);

    public static List<string> Of(Trace trace, IReadOnlyList<Ping> pings, IReadOnlyList<Incident> incidents, IReadOnlyList<IncidentEvent> events, TimeSpan sweepEvery)
    {
        var wrong = new List<string>();
        var explained = new HashSet<long>();
        foreach (var episode in trace.Episodes)
        {
            var mine = incidents.Where(i => i.BeganAt >= episode.From && i.BeganAt <= episode.To).ToList();
            explained.UnionWith(mine.Select(i => i.Id));
            var first = pings.FirstOrDefault(p => p.At >= episode.From && p.Verdict != PingVerdict.Good && p.At < episode.To.AddMinutes(1));
            var reds = mine.Where(i => i.RedAt is not null).ToList();
            var leads = reds.Where(i => i.PartOf is null).ToList();
            var happened = events.Where(e => mine.Any(i => i.Id == e.IncidentId)).ToList();
            void Expect(bool holds, string what)
            {
                if (!holds)
                {
                    wrong.Add($"{episode.Kind} {episode.From:u} to {episode.To:u}: {what}; {string.Join(" | ", happened.Select(e => $"{e.At:T} #{e.IncidentId} {e.Kind}"))}");
                }
            }

            Expect(leads.Count == (episode.Red ? 1 : 0), $"{leads.Count} red incidents");
            Expect(reds.Count == leads.Count + (episode.Later is null ? 0 : 1), $"{reds.Count} causes");
            Expect(mine.Count(i => i.RedAt is null && i.Cause is HealthCause.Slow or HealthCause.VersionChanged) == (episode.Amber ? 1 : 0), "amber incidents");
            Expect(mine.Count(i => i.Cause == HealthCause.NotMeasured) == (episode.Stopped is null ? 0 : 1), "incidents of not measuring");
            Expect(mine.All(i => i.State == IncidentState.Resolved && i.ResolvedAt <= episode.To.AddMinutes(11)), "an incident has not ended by itself");
            Expect(episode.Kind.EndsWith("flaps", StringComparison.Ordinal) || mine.All(i => i.Relapses == 0), "a relapse of what never ended");
            Expect(leads.All(i => i.BeganAt == first?.At) && (!episode.Amber || mine.Single().BeganAt == first?.At), "the start is not the first bad ping");
            Expect(Count(IncidentEventKind.Alerted) == (episode.Alerts ? 1 : 0), $"{Count(IncidentEventKind.Alerted)} alerts");
            Expect(Count(IncidentEventKind.Escalated) <= Count(IncidentEventKind.Alerted), "escalations");
            Expect(Count(IncidentEventKind.ResolvedTold) == (episode.Alerts ? 1 : 0), "good news");
            Expect(happened.Where(e => e.Kind == IncidentEventKind.ResolvedTold).All(e => e.At >= episode.To.AddMinutes(16) && e.At <= episode.To + After), "good news at the wrong time");
            if (episode.Alerts && leads.Count == 1 && leads[0].AlertedAt is { } alerted)
            {
                var from = episode.Maintenance?.To ?? leads[0].BeganAt;
                Expect(alerted - from > TimeSpan.FromMinutes(15), "alerted too early");
                Expect(episode.Kind == "flaps" || episode.Stopped is not null || alerted - from <= TimeSpan.FromMinutes(15) + (2 * sweepEvery), "alerted too late");
            }

            int Count(IncidentEventKind kind) => happened.Count(e => e.Kind == kind);
        }

        wrong.AddRange(incidents.Where(i => !explained.Contains(i.Id)).Select(i => $"an incident out of nothing: {i.Cause} at {i.BeganAt:u}"));
        return wrong;
    }
}
