using GrantSync.Application.Alerts;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Alerts;

/// <summary>How the pages name channels, alerts and what became of them.</summary>
internal static class AlertWords
{
    public static string Of(ChannelKind kind) => kind switch
    {
        ChannelKind.Email => T("E-mail"),
        ChannelKind.Webhook => T("Webhook"),
        ChannelKind.Slack => T("Slack"),
        ChannelKind.Teams => T("Microsoft Teams"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Of(AlertKind kind) => kind switch
    {
        AlertKind.Red => T("Red for too long"),
        AlertKind.Escalation => T("Nobody took it on"),
        AlertKind.Resolved => T("Green again"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>A delivery that failed and is tried again is amber: nobody has been told yet.</summary>
    public static (string Colour, string Shape, string Word) Of(DeliveryView delivery) => delivery.State switch
    {
        DeliveryState.Delivered when delivery.Problem is not null => ("amber", "triangle", T("Delivered in part")),
        DeliveryState.Delivered => ("good", "check", T("Delivered")),
        DeliveryState.GivenUp => ("bad", "cross", T("Given up")),
        DeliveryState.Waiting when delivery.Attempts > 0 => ("amber", "triangle", T("Trying again")),
        DeliveryState.Waiting => ("waiting", "clock", T("Waiting")),
        _ => throw new InvalidOperationException($"No pill for {delivery.State}."),
    };
}
