using System.Globalization;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using Microsoft.AspNetCore.Http.Extensions;

namespace GrantSync.Web.Pages.SyncLog;

/// <summary>What the log's address says of what to show.</summary>
public sealed record LogFilter
{
    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];

    public string? Tenant { get; init; }

    public string? Outcome { get; init; }

    /// <summary>The HTTP status.</summary>
    public int? Http { get; init; }

    /// <summary>Odoo's fault code.</summary>
    public int? Fault { get; init; }

    public CallDirection? Direction { get; init; }

    public string? Entity { get; init; }

    public string? Operation { get; init; }

    public string? Model { get; init; }

    public string? Method { get; init; }

    public string? Key { get; init; }

    public long? User { get; init; }

    public string? Trace { get; init; }

    /// <summary>A fingerprint.</summary>
    public string? Alike { get; init; }

    public string? Text { get; init; }

    /// <summary>A moment (<c>2026-11-21T15:30</c>) or a day in UTC.</summary>
    public string? From { get; init; }

    /// <summary>A moment in UTC, which is not included, or a day, which is.</summary>
    public string? To { get; init; }

    public bool Pings { get; init; }

    /// <summary>The last row of the page before.</summary>
    public long? Before { get; init; }

    /// <summary><see cref="From"/>, when it can be read.</summary>
    public DateTimeOffset? Since => Moment(From);

    /// <summary><see cref="To"/>, when it can be read; of a day its end.</summary>
    public DateTimeOffset? Till => Moment(To) is { } to ? (To!.Contains('T', StringComparison.Ordinal) ? to : to.AddDays(1)) : null;

    public bool IsSet => this with { Before = null, Pings = false } != new LogFilter();

    /// <summary>Something is set in the part of the form that is folded away.</summary>
    public bool HasMore => Http is not null || Fault is not null || Direction is not null || User is not null || new[] { Key, Operation, Model, Method, Trace }.Any(f => !string.IsNullOrEmpty(f));

    public ReadSyncLog Question() => new()
    {
        Tenant = Tenant,
        Outcome = Outcome,
        HttpStatus = Http,
        FaultCode = Fault,
        Direction = Direction,
        Entity = Entity,
        Operation = Operation,
        Model = Model,
        Method = Method,
        Key = Key?.Trim(),
        UserId = User,
        Trace = Trace?.Trim(),
        Fingerprint = Alike,
        Text = Text,
        // who asks for health by name, or for what went wrong in one way, wants to see pings
        WithoutPings = !Pings && Entity != "health" && string.IsNullOrEmpty(Alike) && string.IsNullOrEmpty(Trace),
        From = Since,
        To = Till,
        Before = Before,
        Size = IndexModel.PageSize,
    };

    /// <summary>The filter as a query, beginning with <paramref name="start"/>; empty when nothing is set.</summary>
    public string Query(string start)
    {
        var query = new QueryBuilder(All.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!))).ToString();
        return query.Length == 0 ? "" : start + query[1..];
    }

    /// <summary>The address without one of its filters.</summary>
    public string Without(string name)
    {
        var query = new QueryBuilder(All.Where(f => !string.IsNullOrEmpty(f.Value) && f.Name != name && f.Name != "before").Select(f => KeyValuePair.Create(f.Name, f.Value!))).ToString();
        return "/sync-log" + query;
    }

    private IEnumerable<(string Name, string? Value)> All =>
    [
        ("tenant", Tenant), ("outcome", Outcome), ("http", Number(Http)), ("fault", Number(Fault)), ("direction", Direction?.ToString().ToLowerInvariant()), ("entity", Entity),
        ("operation", Operation), ("model", Model), ("method", Method), ("key", Key), ("user", Number(User)), ("trace", Trace), ("alike", Alike), ("text", Text), ("from", From), ("to", To),
        ("pings", Pings ? "true" : null), ("before", Number(Before)),
    ];

    /// <summary>The address of the calls that ended badly in an incident's time.</summary>
    public static string Of(IncidentItem incident, Caller caller) => "/sync-log" + new LogFilter
    {
        Tenant = caller.Role == Role.Support ? incident.Tenant : null,
        Outcome = "trouble",
        From = Written(incident.BeganAt),

        // a filter's end is not within it
        To = incident.ResolvedAt is { } over ? Written(over.AddSeconds(1)) : null,
    }.Query("?");

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString(Moments[1], CultureInfo.InvariantCulture);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string? text) =>
        DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at.Year is > 1 and < 9999 ? at : null;
}
