using System.Globalization;
using GrantSync.Application.SyncLog;
using Microsoft.AspNetCore.Http.Extensions;

namespace GrantSync.Web.Pages.SyncLog;

/// <summary>What the log's address says of what to show.</summary>
public sealed record LogFilter
{
    public string? Tenant { get; init; }

    public string? Outcome { get; init; }

    public string? Entity { get; init; }

    public string? Model { get; init; }

    public string? Key { get; init; }

    public string? Text { get; init; }

    /// <summary>Days in UTC, both included.</summary>
    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    public bool Pings { get; init; }

    /// <summary>The last row of the page before.</summary>
    public long? Before { get; init; }

    public bool IsSet => this with { Before = null, Pings = false } != new LogFilter();

    public ReadSyncLog Question() => new()
    {
        Tenant = Tenant,
        Outcome = Outcome,
        Entity = Entity,
        Model = Model,
        Key = Key?.Trim(),
        Text = Text,
        // who asks for health by name wants to see pings
        WithoutPings = !Pings && Entity != "health",
        From = From is { } from ? new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero) : null,
        To = To is { } to ? new DateTimeOffset(to.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : null,
        Before = Before,
        Size = IndexModel.PageSize,
    };

    /// <summary>The filter as a query, beginning with <paramref name="start"/>; empty when nothing is set.</summary>
    public string Query(string start)
    {
        (string Name, string? Value)[] all =
        [
            ("tenant", Tenant), ("outcome", Outcome), ("entity", Entity), ("model", Model), ("key", Key), ("text", Text),
            ("from", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("pings", Pings ? "true" : null), ("before", Before?.ToString(CultureInfo.InvariantCulture)),
        ];
        var query = new QueryBuilder(all.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!))).ToString();
        return query.Length == 0 ? "" : start + query[1..];
    }
}
