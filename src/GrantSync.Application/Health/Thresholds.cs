using System.Globalization;
using FluentValidation;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Health;

/// <summary>A tenant's thresholds beside the defaults.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record ReadThresholds(string? Tenant) : IQuery<ThresholdsView>;

public sealed record ThresholdsView(string Tenant, string TenantName, IReadOnlyList<ThresholdView> All, DateTimeOffset? ChangedAt, string? ChangedBy);

/// <param name="Own">Null: the default holds.</param>
public sealed record ThresholdView(Threshold Which, int? Own, int Default, int Least, int Most);

public enum Threshold
{
    /// <summary>Milliseconds; a slower ping is poor.</summary>
    SlowMilliseconds,
    BadBeforeRed,
    GoodBeforeGreen,

    /// <summary>Minutes of amber before it is an incident.</summary>
    AmberMinutes,

    /// <summary>Minutes of red before support is alerted.</summary>
    AlertMinutes,

    /// <summary>Minutes without anybody acknowledging before it escalates.</summary>
    EscalateMinutes,

    /// <summary>Minutes within which the same cause is the same incident.</summary>
    RelapseMinutes,
}

/// <summary>Sets a tenant's thresholds. What is empty goes by the default; all are given.</summary>
/// <param name="Values">As typed: whole numbers.</param>
[Allow(Role.Admin, Role.Support)]
public sealed record SaveThresholds(string? Tenant, IReadOnlyDictionary<Threshold, string?> Values) : ICommand<Done>
{
    /// <summary>What may be chosen. A ping is given up after 45 s, so slow must be less.</summary>
    public static (int Least, int Most) RangeOf(Threshold which) => which switch
    {
        Threshold.SlowMilliseconds => (200, 40_000),
        Threshold.BadBeforeRed => (2, 10),
        Threshold.GoodBeforeGreen => (1, 10),
        Threshold.AmberMinutes => (10, 1440),
        Threshold.AlertMinutes => (1, 1440),
        Threshold.EscalateMinutes => (5, 1440),
        Threshold.RelapseMinutes => (5, 1440),
        _ => throw new ArgumentOutOfRangeException(nameof(which), which, null),
    };

    internal static int? Read(string? typed) =>
        int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

internal sealed class SaveThresholdsValidator : AbstractValidator<SaveThresholds>
{
    public SaveThresholdsValidator() => RuleFor(r => r.Values).Custom((values, context) =>
    {
        foreach (var (which, typed) in values.Where(v => !string.IsNullOrWhiteSpace(v.Value)))
        {
            var (least, most) = SaveThresholds.RangeOf(which);
            if (SaveThresholds.Read(typed) is not { } number || number < least || number > most)
            {
                context.AddFailure(which.ToString(), $"Give a whole number from {least} to {most}, or leave it empty for the default.");
            }
        }
    });
}

internal sealed class ThresholdHandlers(GrantSyncDb db, OneTenant tenants, HealthLimits usual, Caller caller, TimeProvider time)
    : IRequestHandler<ReadThresholds, Result<ThresholdsView>>, IRequestHandler<SaveThresholds, Result<Done>>
{
    public async Task<Result<ThresholdsView>> Handle(ReadThresholds request, CancellationToken cancellationToken)
    {
        if (await tenants.Of(request.Tenant, cancellationToken) is not { } tenant)
        {
            return new TenantIsGone();
        }

        var own = await db.HealthThresholds.AsNoTracking().SingleOrDefaultAsync(t => t.TenantId == tenant.Id, cancellationToken);
        var by = own?.ChangedBy is { } id ? await db.Users.Where(u => u.Id == id).Select(u => u.Name).SingleOrDefaultAsync(cancellationToken) : null;
        var defaults = HealthThresholds.Of(usual);
        return new ThresholdsView(tenant.Id, tenant.Name, [.. Enum.GetValues<Threshold>().Select(View)], own?.ChangedAt, by);

        ThresholdView View(Threshold which)
        {
            var (least, most) = SaveThresholds.RangeOf(which);
            return new ThresholdView(which, own?[which], defaults[which]!.Value, least, most);
        }
    }

    public async Task<Result<Done>> Handle(SaveThresholds request, CancellationToken cancellationToken)
    {
        if (await tenants.Of(request.Tenant, cancellationToken) is not { } tenant)
        {
            return new TenantIsGone();
        }

        await db.LockHealth(tenant.Id, cancellationToken);
        var own = await db.HealthThresholds.SingleOrDefaultAsync(t => t.TenantId == tenant.Id, cancellationToken);
        if (own is null)
        {
            db.HealthThresholds.Add(own = new HealthThresholds { TenantId = tenant.Id });
        }

        foreach (var which in Enum.GetValues<Threshold>())
        {
            own[which] = SaveThresholds.Read(request.Values.GetValueOrDefault(which));
        }

        (own.ChangedAt, own.ChangedBy) = (time.GetUtcNow(), caller.UserId);
        await db.Announce(tenant.Id, cancellationToken);
        return Done.Instance;
    }
}
