using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Incidents;

/// <summary>How the pages name pills, states of incidents and the steps of their lives.</summary>
internal static class IncidentWords
{
    public static (string Colour, string Shape, string Word) Of(Pill pill) => pill switch
    {
        Pill.Green => ("good", "check", T("Green: working")),
        Pill.Amber => ("amber", "triangle", T("Amber: working, with a problem")),
        Pill.Red => ("bad", "cross", T("Red: not working")),
        _ => ("grey", "dash", T("Grey: not measured")),
    };

    public static (string Colour, string Shape, string Word) Of(IncidentItem incident) => incident.State switch
    {
        IncidentState.Resolved => ("good", "check", T("Over")),
        IncidentState.Acknowledged => ("waiting", "clock", T("Taken on")),
        _ when incident.Red => ("bad", "cross", T("Red, nobody on it")),
        _ => ("amber", "triangle", T("Open")),
    };

    public static string Of(IncidentEventKind kind) => kind switch
    {
        IncidentEventKind.Began => T("It began"),
        IncidentEventKind.TurnedRed => T("Turned red"),
        IncidentEventKind.Alerted => T("People were alerted"),
        IncidentEventKind.Acknowledged => T("Taken on"),
        IncidentEventKind.Snoozed => T("Snoozed"),
        IncidentEventKind.Noted => T("Note"),
        IncidentEventKind.Escalated => T("Escalated: nobody had taken it on"),
        IncidentEventKind.CauseChanged => T("Goes on under another cause"),
        IncidentEventKind.Resolved => T("Over"),
        IncidentEventKind.Relapsed => T("Came back"),
        IncidentEventKind.ResolvedTold => T("Those alerted were told that it is over"),
        IncidentEventKind.ConnectionEnded => T("The connection was ended"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
