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

    public int? this[Threshold which]
    {
        get => which switch
        {
            Threshold.SlowMilliseconds => SlowMilliseconds,
            Threshold.BadBeforeRed => BadBeforeRed,
            Threshold.GoodBeforeGreen => GoodBeforeGreen,
            Threshold.AmberMinutes => AmberMinutes,
            Threshold.AlertMinutes => AlertMinutes,
            Threshold.EscalateMinutes => EscalateMinutes,
            Threshold.RelapseMinutes => RelapseMinutes,
            _ => throw new ArgumentOutOfRangeException(nameof(which), which, null),
        };
        set => _ = which switch
        {
            Threshold.SlowMilliseconds => SlowMilliseconds = value,
            Threshold.BadBeforeRed => BadBeforeRed = value,
            Threshold.GoodBeforeGreen => GoodBeforeGreen = value,
            Threshold.AmberMinutes => AmberMinutes = value,
            Threshold.AlertMinutes => AlertMinutes = value,
            Threshold.EscalateMinutes => EscalateMinutes = value,
            Threshold.RelapseMinutes => RelapseMinutes = value,
            _ => throw new ArgumentOutOfRangeException(nameof(which), which, null),
        };
    }

    /// <summary>The defaults in the units in which thresholds are typed.</summary>
    public static HealthThresholds Of(HealthLimits limits) => new()
    {
        TenantId = "",
        SlowMilliseconds = (int)limits.Slow.TotalMilliseconds,
        BadBeforeRed = limits.BadBeforeRed,
        GoodBeforeGreen = limits.GoodBeforeGreen,
        AmberMinutes = (int)limits.AmberBefore.TotalMinutes,
        AlertMinutes = (int)limits.AlertAfter.TotalMinutes,
        EscalateMinutes = (int)limits.EscalateAfter.TotalMinutes,
        RelapseMinutes = (int)limits.RelapseWithin.TotalMinutes,
    };

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
