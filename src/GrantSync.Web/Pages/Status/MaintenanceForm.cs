using System.Globalization;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Web.Languages;

namespace GrantSync.Web.Pages.Status;

/// <summary>A maintenance window as it is typed: on the clock of whoever types it.</summary>
public sealed class MaintenanceForm
{
    /// <summary>A date and time without a zone, as the browser sends it.</summary>
    public string? From { get; set; }

    public string? To { get; set; }

    /// <summary>The browser's time zone, such as <c>Africa/Nairobi</c>; without scripts it stays UTC, which the page says.</summary>
    public string? Zone { get; set; }

    public string? Reason { get; set; }

    public Result<PlanMaintenance> Read(string? tenant)
    {
        var wrong = new List<FieldError>();
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(Zone ?? "UTC", out var known) ? known : TimeZoneInfo.Utc;
        var (from, to) = (Moment(nameof(From), From), Moment(nameof(To), To));
        return wrong.Count > 0
            ? new Invalid(Language.T("Give the beginning and the end."), wrong)
            : new PlanMaintenance(tenant, from, to, Reason ?? "");

        DateTimeOffset Moment(string field, string? typed)
        {
            if (!DateTime.TryParseExact(typed, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            {
                wrong.Add(new FieldError(field, Language.T("Give a date and a time.")));
                return default;
            }

            return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        }
    }
}
