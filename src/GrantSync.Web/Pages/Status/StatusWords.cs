using System.Globalization;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Status;

/// <summary>How the pages say what a pill, a cause and a step of an incident are.</summary>
internal static class StatusWords
{
    /// <summary>The pill's colour and shape, by the names that the style sheet and the drawings have for them, and its word.</summary>
    public static (string Colour, string Shape, string Word) Of(Pill pill) => pill switch
    {
        Pill.Green => ("good", "check", T("Green: working")),
        Pill.Amber => ("amber", "triangle", T("Amber: working, with a problem")),
        Pill.Red => ("bad", "cross", T("Red: not working")),
        _ => ("grey", "dash", T("Grey: not measured")),
    };

    /// <summary>What it means for people who work with budgets.</summary>
    public static string Meaning(TenantHealth now) => now switch
    {
        { Server: null } => T("Budgets can be made here. Nothing can be sent before an Odoo is connected."),
        { Pill: Pill.Green } => T("What you send is written into Odoo, and what is spent there is read."),
        { Pill: Pill.Amber, Cause: not (null or HealthCause.Slow or HealthCause.VersionChanged or HealthCause.KeyExpired) } =>
            T("You can go on working here. Whether what you send is written now is not sure: it is kept, and goes on by itself."),
        { Pill: Pill.Amber } => T("You can go on working. What you send is still written into Odoo, though it may take longer."),
        { Pill: Pill.Red } => T("You can go on working here. Nothing is sent to Odoo for now; what waits is kept, and is sent by itself when Odoo works again."),
        _ => T("It is not known whether Odoo works. What you send is kept, and is written as soon as it can be."),
    };

    /// <summary>As the runbook's chapter is called.</summary>
    public static string Of(HealthCause cause) => Said(Runbook.Of(cause).Title);

    public static (string Colour, string Shape, string Word) StateOf(IncidentItem incident) => incident switch
    {
        { State: IncidentState.Resolved } => ("good", "check", T("Ended")),
        { Red: true, State: IncidentState.Acknowledged } => ("bad", "cross", T("Red, somebody is on it")),
        { Red: true } => ("bad", "cross", T("Red")),
        { Cause: HealthCause.NotMeasured } => ("grey", "dash", T("Open")),
        { State: IncidentState.Acknowledged } => ("amber", "triangle", T("Amber, somebody is on it")),
        _ => ("amber", "triangle", T("Amber")),
    };

    public static string Of(IncidentEventKind kind) => kind switch
    {
        IncidentEventKind.Began => T("Began"),
        IncidentEventKind.TurnedRed => T("Turned red"),
        IncidentEventKind.Alerted => T("Red for too long: the alert went out"),
        IncidentEventKind.Acknowledged => T("Somebody took it on"),
        IncidentEventKind.Snoozed => T("Alerts wait"),
        IncidentEventKind.Noted => T("Note"),
        IncidentEventKind.Escalated => T("Escalated, as nobody had taken it on"),
        IncidentEventKind.CauseChanged => T("Went over into another cause"),
        IncidentEventKind.Resolved => T("Ended"),
        IncidentEventKind.Relapsed => T("Came back"),
        IncidentEventKind.ResolvedTold => T("Those who were alerted were told that it is over"),
        IncidentEventKind.ConnectionEnded => T("The connection was ended"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Percent(decimal? percent) => percent is { } share
        ? Mirrored((share is < 100 and > 99.99m ? 99.99m : share).ToString("0.##", CultureInfo.InvariantCulture)) + " %"
        : T("not known");

    /// <summary>Such as <c>3 h 5 min</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "–",
        { TotalMinutes: < 1 } => T("{0} s", (int)time.TotalSeconds),
        { TotalHours: < 1 } => T("{0} min", (int)time.TotalMinutes),
        { TotalDays: < 1 } => T("{0} h {1} min", (int)time.TotalHours, time.Minutes),
        _ => T("{0} d {1} h", (int)time.TotalDays, time.Hours),
    };

    public static string Span(int hours) => hours switch { 24 => T("Last 24 hours"), 168 => T("Last 7 days"), _ => T("Last 30 days") };

    /// <summary>The style of a day's bar, and what it says.</summary>
    public static (string Look, string Words) Bar(HealthDay day)
    {
        var name = Day(day.Day);
        return day.Uptime switch
        {
            null => ("none", T("{0}: not measured yet", name)),
            { Percent: null } => ("none", T("{0}: not measured", name)),
            { Percent: { } percent } => (percent >= 99.9m ? "good" : percent >= 98m ? "amber" : "bad", T("{0}: working {1} of the time", name, Percent(percent))),
        };
    }
}
