using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Tests.Incidents.Replay;
using static GrantSync.Application.Incidents.IncidentEventKind;

namespace GrantSync.Application.Tests.Incidents;

/// <summary>Single turns of an incident; what follows from months of them is held by <see cref="ReplayTests"/>.</summary>
public sealed class IncidentRuleTests
{
    private readonly Story story = new();

    [Fact]
    public async Task Red_for_more_than_fifteen_minutes_alerts_once_and_escalates_once()
    {
        await story.Well(30);
        await story.Bad(HealthCause.Unreachable, 14);
        Assert.Equal([Began], story.Kinds);
        await story.Bad(HealthCause.Unreachable, 300);
        Assert.Equal([Began, Alerted, Escalated], story.Kinds);
        Assert.InRange(story.After(Alerted).TotalMinutes, 15.01, 15.6);
        Assert.InRange(story.After(Escalated).TotalMinutes, 45, 46.1);
    }

    [Fact]
    public async Task What_somebody_has_taken_on_does_not_escalate()
    {
        await story.Bad(HealthCause.BadKey, 20);
        (story.Only.State, story.Only.AcknowledgedAt) = (IncidentState.Acknowledged, story.Now);
        await story.Bad(HealthCause.BadKey, 200);
        Assert.Equal([Began, Alerted], story.Kinds);
    }

    [Fact]
    public async Task A_snoozed_incident_alerts_when_the_snooze_ends()
    {
        await story.Bad(HealthCause.BadKey, 5);
        story.Only.SnoozedUntil = story.Now.AddMinutes(60);
        await story.Bad(HealthCause.BadKey, 59);
        Assert.Equal([Began], story.Kinds);
        await story.Bad(HealthCause.BadKey, 2);
        Assert.Equal([Began, Alerted], story.Kinds);
        await story.Bad(HealthCause.BadKey, 31);
        Assert.Equal([Began, Alerted, Escalated], story.Kinds);
    }

    [Fact]
    public async Task A_relapse_alerts_nobody_again_and_good_news_waits_for_the_window()
    {
        await story.Bad(HealthCause.Unreachable, 25);
        await story.Well(25);
        await story.Bad(HealthCause.Unreachable, 25);
        await story.Well(25);
        Assert.Equal([Began, Alerted, Resolved, Relapsed, Resolved], story.Kinds);
        await story.Well(20);
        Assert.Equal([Began, Alerted, Resolved, Relapsed, Resolved, ResolvedTold], story.Kinds);
        Assert.Equal(1, story.Only.Relapses);
    }

    [Fact]
    public async Task The_same_cause_after_the_window_is_another_incident_with_an_alert_of_its_own()
    {
        await story.Bad(HealthCause.Unreachable, 25);
        await story.Well(60);
        await story.Bad(HealthCause.Unreachable, 25);
        Assert.Equal([Began, Alerted, Resolved, ResolvedTold, Began, Alerted], story.Kinds);
    }

    [Fact]
    public async Task Who_was_not_alerted_hears_no_good_news()
    {
        await story.Bad(HealthCause.Unreachable, 8);
        await story.Well(120);
        Assert.Equal([Began, Resolved], story.Kinds);
    }

    [Fact]
    public async Task A_cause_that_changes_and_changes_back_is_one_outage()
    {
        await story.Bad(HealthCause.Unreachable, 12);
        await story.Bad(HealthCause.NotOdoo, 60);
        await story.Bad(HealthCause.Unreachable, 60);
        await story.Well(60);
        Assert.Equal(2, story.World.Incidents.Count);
        Assert.Equal(story.World.Incidents[0].Id, story.World.Incidents[1].PartOf);
        Assert.All(story.World.Incidents, i => Assert.Equal(IncidentState.Resolved, i.State));
        Assert.Equal(1, story.Kinds.Count(k => k == Alerted));
        Assert.Equal(1, story.Kinds.Count(k => k == ResolvedTold));
    }

    [Fact]
    public async Task An_outage_that_comes_back_under_its_later_cause_alerts_nobody_again()
    {
        await story.Bad(HealthCause.Unreachable, 30);
        await story.Bad(HealthCause.NotOdoo, 60);
        await story.Well(20);
        await story.Bad(HealthCause.NotOdoo, 120);
        await story.Well(60);
        Assert.Equal(2, story.World.Incidents.Count);
        Assert.Equal(1, story.Kinds.Count(k => k == Alerted));
        Assert.Equal(1, story.Kinds.Count(k => k == ResolvedTold));
    }

    [Fact]
    public async Task Slow_for_long_is_an_incident_that_alerts_nobody_and_turns_red_as_another_cause()
    {
        await story.Well(10);
        await story.Bad(HealthCause.Slow, 29);
        Assert.Empty(story.Kinds);
        await story.Bad(HealthCause.Slow, 200);
        Assert.Equal([Began], story.Kinds);
        Assert.InRange((story.Only.BeganAt - Story.Start).TotalMinutes, 10, 15.1);
        await story.Bad(HealthCause.Unreachable, 30);
        Assert.Equal([Began, Began, Alerted], story.Kinds);
        await story.Well(20);
        Assert.All(story.World.Incidents, i => Assert.Equal(IncidentState.Resolved, i.State));
    }

    [Fact]
    public async Task A_blip_amid_slow_answers_is_no_incident_of_its_own()
    {
        await story.Bad(HealthCause.Slow, 60);
        var blip = story.World.NextPingAt - story.Now;
        await story.Bad(HealthCause.Slow, blip.TotalMinutes);
        await story.Bad(HealthCause.Unreachable, 0.4);
        await story.Bad(HealthCause.Slow, 60);
        Assert.Equal(HealthCause.Slow, story.Only.Cause);
        Assert.Equal(0, story.World.Events.Count(e => e.Kind == Alerted));
        await story.Well(20);
        Assert.All(story.World.Incidents, i => Assert.Equal(IncidentState.Resolved, i.State));
    }

    [Fact]
    public async Task An_amber_incident_that_turns_red_keeps_its_beginning()
    {
        await story.Bad(HealthCause.Unreachable, 0.2);
        for (var n = 0; n < 12; n++)
        {
            await story.Well(5.3);
            await story.Bad(HealthCause.Unreachable, 0.2);
        }

        Assert.Equal([Began], story.Kinds);
        Assert.Null(story.Only.RedAt);
        await story.Bad(HealthCause.Unreachable, 20);
        Assert.Equal([Began, TurnedRed, Alerted], story.Kinds);
        Assert.True(story.Only.RedAt > story.Only.BeganAt);
    }

    /// <summary>One tenant's time, told in stretches.</summary>
    private sealed class Story
    {
        public static readonly DateTimeOffset Start = Trace.Start;

        public PureWorld World { get; } = new();

        public DateTimeOffset Now { get; private set; } = Start;

        public Incident Only => Assert.Single(World.Incidents);

        public IReadOnlyList<IncidentEventKind> Kinds => [.. World.Events.Select(e => e.Kind)];

        public TimeSpan After(IncidentEventKind kind) => World.Events.Single(e => e.Kind == kind).At - Only.BeganAt;

        public Task Well(double minutes) => Go(null, minutes);

        public Task Bad(HealthCause cause, double minutes) => Go(cause, minutes);

        private async Task Go(HealthCause? cause, double minutes)
        {
            for (var end = Now.AddMinutes(minutes); Now < end; Now = Now.AddSeconds(6))
            {
                if (World.NextPingAt <= Now)
                {
                    await World.Measure(
                        new Ping
                        {
                            TenantId = "t",
                            At = Now,
                            Verdict = cause switch { null => PingVerdict.Good, HealthCause.Slow => PingVerdict.Poor, _ => PingVerdict.Bad },
                            Cause = cause,
                            Problem = cause?.ToString(),
                        },
                        Now);
                }
                else if (Now.Second % 30 == 0)
                {
                    await World.Sweep(Now);
                }
            }
        }
    }
}
