using GrantSync.Application.Tenants;

namespace GrantSync.Application.Health;

/// <summary>A tenant's own thresholds. What is null is the default of <see cref="HealthLimits"/>.</summary>
public sealed class HealthThresholds : ITenantRow
{
    public required string TenantId { get; init; }

    public int? SlowMilliseconds { get; set; }

    public int? BadBeforeRed { get; set; }

    public int? GoodBeforeGreen { get; set; }

    public int? AmberMinutes { get; set; }

    public int? AlertMinutes { get; set; }

    public int? EscalateMinutes { get; set; }

    public int? RelapseMinutes { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public long? ChangedBy { get; set; }

    public HealthLimits Over(HealthLimits usual) => usual with
    {
        Slow = SlowMilliseconds is { } slow ? TimeSpan.FromMilliseconds(slow) : usual.Slow,
        BadBeforeRed = BadBeforeRed ?? usual.BadBeforeRed,
        GoodBeforeGreen = GoodBeforeGreen ?? usual.GoodBeforeGreen,
        AmberBefore = Minutes(AmberMinutes) ?? usual.AmberBefore,
        AlertAfter = Minutes(AlertMinutes) ?? usual.AlertAfter,
        EscalateAfter = Minutes(EscalateMinutes) ?? usual.EscalateAfter,
        RelapseWithin = Minutes(RelapseMinutes) ?? usual.RelapseWithin,
    };

    private static TimeSpan? Minutes(int? minutes) => minutes is { } m ? TimeSpan.FromMinutes(m) : null;
}
