using GrantSync.Application.Health;
using GrantSync.Application.Incidents;

namespace GrantSync.Application.Alerts;

/// <summary>What an alert says, whichever way it goes. Made when it is sent, so that one that was held up tells how things stand by then.</summary>
/// <param name="Id">The delivery's.</param>
/// <param name="Organisation">The tenant's name.</param>
/// <param name="Since">The first bad ping.</param>
/// <param name="Problem">Why, in plain words.</param>
/// <param name="FirstStep">What to try first.</param>
/// <param name="ResolvedAt">Null while it is not over.</param>
/// <param name="Link">The incident's page; null when the operator has set no public address.</param>
/// <param name="IsTrial">Nothing is wrong: somebody tries the channel.</param>
public sealed record AlertMessage(
    Guid Id,
    AlertKind Kind,
    string Tenant,
    string Organisation,
    long IncidentId,
    HealthCause Cause,
    DateTimeOffset Since,
    string Problem,
    string FirstStep,
    DateTimeOffset? ResolvedAt,
    Uri? Link,
    bool IsTrial = false)
{
    /// <summary>The one line of it: a mail's subject, a message's head.</summary>
    public string Title => IsTrial
        ? "A trial from GrantSync: alerts reach this channel"
        : Kind switch
        {
            AlertKind.Red => $"Red: {Organisation}. {Runbook.Of(Cause).Title}",
            AlertKind.Escalation => $"Nobody has taken it on: {Organisation}. {Runbook.Of(Cause).Title}",
            AlertKind.Resolved => $"Green again: {Organisation}",
            _ => throw new InvalidOperationException($"No title for {Kind}."),
        };

    /// <summary>The facts, each with its name, in the order in which they are read.</summary>
    public IReadOnlyList<(string Name, string Text)> Facts =>
    [
        ("Organisation", $"{Organisation} ({Tenant})"),
        ("Since", Moment(Since)),
        .. ResolvedAt is { } end ? [("Green again", Moment(end))] : Array.Empty<(string, string)>(),
        ("Why", Problem),
        .. ResolvedAt is null ? [("Try first", FirstStep)] : Array.Empty<(string, string)>(),
    ];

    public string LinkWords => IsTrial ? "Open GrantSync" : "Open the incident";

    public static AlertMessage Of(AlertDelivery delivery, Incident incident, string organisation, Uri? publicAddress) => new(
        delivery.Id,
        delivery.Kind,
        incident.TenantId,
        organisation,
        incident.Id,
        incident.Cause,
        incident.BeganAt,
        incident.Problem,
        Runbook.Of(incident.Cause).Steps[0],
        incident.ResolvedAt,
        publicAddress is null ? null : new Uri(publicAddress, FormattableString.Invariant($"incidents/{incident.Id}")));

    public static AlertMessage Trial(AlertChannel channel, DateTimeOffset now, Uri? publicAddress) => new(
        Guid.CreateVersion7(now),
        AlertKind.Red,
        channel.TenantId,
        "Nobody",
        0,
        HealthCause.Unreachable,
        now,
        "Nothing is wrong. Somebody pressed the button for a trial.",
        "Nothing is to be done.",
        null,
        publicAddress,
        IsTrial: true);

    private static string Moment(DateTimeOffset at) => at.ToString("d MMM yyyy HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
