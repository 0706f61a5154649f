using GrantSync.Application.Pipeline;
using MediatR;

namespace GrantSync.Application.Health;

/// <summary>Every tenant that the caller may see, with its pill.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support, Program = true)]
public sealed record ListTenants : IQuery<IReadOnlyList<TenantHealth>>;

/// <summary>One tenant with its pill.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ReadTenantHealth(string Tenant) : IQuery<TenantHealth>;

/// <param name="Problem">Why it is not green, in plain words; null when it is, or when it was not measured.</param>
/// <param name="Since">Since when the pill has this colour.</param>
/// <param name="MeasuredAt">The newest ping; null before the first.</param>
/// <param name="LatencyMilliseconds">Of the newest ping.</param>
/// <param name="Open">Records on their way to Odoo.</param>
/// <param name="Refused">Records that wait for a person.</param>
/// <param name="Cause">Why it is not green, in a word for programs.</param>
/// <param name="AnswersAgain">The newest ping was good, but too few were yet for green.</param>
public sealed record TenantHealth(
    string Id,
    string Name,
    string? Server,
    string? ServerVersion,
    Pill Pill,
    string? Problem,
    DateTimeOffset? Since,
    DateTimeOffset? MeasuredAt,
    int? LatencyMilliseconds,
    int Open,
    int Refused,
    HealthCause? Cause,
    bool AnswersAgain);

/// <summary>Pings a tenant's Odoo now, besides the schedule.</summary>
[Allow(Role.Admin, Role.Support)]
public sealed record PingNow(string Tenant) : ICallsOdoo<TenantHealth>;
