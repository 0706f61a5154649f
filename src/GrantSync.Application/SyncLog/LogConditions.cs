using System.Globalization;
using System.Text;
using Npgsql;

namespace GrantSync.Application.SyncLog;

/// <summary>A row's place in the log's order: newest first.</summary>
internal sealed record LogPlace(long Id, DateTimeOffset At);

/// <summary>What is looked for, as SQL over <c>sync_log r</c> and <c>sync_log_terms t</c>, with its parameters.</summary>
internal sealed class LogConditions
{
    private readonly Dictionary<string, object> values = [];
    private readonly List<string> facets = [];
    private readonly List<(string Kind, string Word)> terms = [];

    /// <param name="what">The filters.</param>
    /// <param name="tenant">Whose rows; null for everybody's.</param>
    /// <param name="tenants">Everybody, when everybody's are asked for: words are hashed with their tenant.</param>
    public LogConditions(ReadSyncLog what, string? tenant, IReadOnlyList<string> tenants)
    {
        (Tenant, From, To) = (tenant, what.From?.ToUniversalTime(), what.To?.ToUniversalTime());
        Facet("entity", what.Entity);
        Facet("operation", what.Operation);
        Facet("model", what.Model);
        Facet("method", what.Method);
        Facet("direction", what.Direction?.ToString().ToLowerInvariant());
        Facet("http_status", what.HttpStatus);
        Facet("fault_code", what.FaultCode);
        if (what.WithoutPings)
        {
            facets.Add("r.entity <> 'health'");
        }

        switch (what.Outcome)
        {
            case null or "":
                break;
            case "pending":
                facets.Add("r.outcome is null");
                break;
            case "trouble":
                // "not there" is what was asked
                facets.Add("r.outcome not in ('ok', 'missing')");
                break;
            default:
                Facet("outcome", what.Outcome);
                break;
        }

        if (what.UserId is { } user)
        {
            User = true;
            values["user"] = user;
        }

        if (what.Fingerprint is { Length: > 0 } fingerprint)
        {
            Fingerprint = true;
            values["fingerprint"] = fingerprint;
        }

        Word("key", what.Key?.Trim());
        Word("trace", what.Trace?.Trim().ToLowerInvariant());
        if (what.Text?.Trim() is { Length: > 0 } text)
        {
            var words = LogTerms.Wanted(text);
            terms.AddRange(words.Select(word => ("word", word)));
            IsHopeless = words.Count == 0;
        }

        HasWords = terms.Count > 0;
        // a fingerprint or a user together with something else goes by terms too
        if (Fingerprint)
        {
            Word("fingerprint", what.Fingerprint);
        }

        if (User)
        {
            Word("user", what.UserId!.Value.ToString(CultureInfo.InvariantCulture));
        }

        if (tenant is not null)
        {
            values["tenant"] = tenant;
            values["terms"] = terms.Select(term => LogTerms.Of(tenant, term.Kind, term.Word)).Distinct().ToArray();
            Terms = "t.terms @> @terms";
        }
        else
        {
            var all = new StringBuilder("true");
            for (var n = 0; n < terms.Count; n++)
            {
                values[Name(n)] = tenants.Select(one => LogTerms.Of(one, terms[n].Kind, terms[n].Word)).ToArray();
                all.Append(CultureInfo.InvariantCulture, $" and t.terms && @{Name(n)}");
            }

            Terms = all.ToString();
        }
    }

    public string? Tenant { get; }

    public DateTimeOffset? From { get; }

    public DateTimeOffset? To { get; }

    public bool User { get; }

    public bool Fingerprint { get; }

    public bool HasWords { get; }

    /// <summary>Nothing in the text is a word.</summary>
    public bool IsHopeless { get; }

    public bool HasFacets => facets.Count > 0;

    public string Terms { get; }

    public string Facets => HasFacets ? string.Join(" and ", facets) : "true";

    /// <summary>All that stands in the row itself.</summary>
    public string Row => $"{Facets}{(User ? " and r.user_id = @user" : "")}{(Fingerprint ? " and r.fingerprint = @fingerprint" : "")}";

    /// <summary>The rows with these values, in the time asked for, after a place in the list: one range of the index that has these columns and the time.</summary>
    /// <param name="after">The last place of the page before.</param>
    /// <param name="columns">Further equal columns; the tenant is always one.</param>
    public string Range(LogPlace? after, params string[] columns) => string.Join(" and ", [
        "sync_log_is_dear(r.id)",
        .. Tenant is null ? Array.Empty<string>() : ["r.tenant_id = @tenant"],
        .. columns,
        .. Times(after, "r.at", "r.id")]);

    /// <summary>The same of the terms.</summary>
    public string RangeOfTerms(LogPlace after) => string.Join(" and ", [Terms, .. Times(after, "t.at", "t.log_id")]);

    private IEnumerable<string> Times(LogPlace? after, string at, string id) =>
    [
        .. From is null ? Array.Empty<string>() : [$"{at} >= @from"],
        .. To is null ? Array.Empty<string>() : [$"{at} < @to"],
        .. after is null ? Array.Empty<string>() : [$"({at}, {id}) < (@after_at, @after_id)", $"{at} <= @after_at"],
    ];

    public NpgsqlParameter[] Parameters(LogPlace? after, params (string Name, object Value)[] more)
    {
        var all = new Dictionary<string, object>(values);
        if (From is { } from) { all["from"] = from; }
        if (To is { } to) { all["to"] = to; }
        if (after is not null) { (all["after_at"], all["after_id"]) = (after.At, after.Id); }
        foreach (var (name, value) in more) { all[name] = value; }
        return [.. all.Select(p => new NpgsqlParameter(p.Key, p.Value))];
    }

    private static string Name(int word) => string.Create(CultureInfo.InvariantCulture, $"word{word}");

    private void Facet(string column, object? value)
    {
        if (value is null or "")
        {
            return;
        }

        facets.Add($"r.{column} = @{column}");
        values[column] = value;
    }

    private void Word(string kind, string? word)
    {
        if (!string.IsNullOrEmpty(word))
        {
            terms.Add((kind, word));
        }
    }
}
