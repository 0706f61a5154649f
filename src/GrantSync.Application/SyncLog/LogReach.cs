namespace GrantSync.Application.SyncLog;

/// <summary>How far the search of the log walks before it turns to an index. Each number has its default here and nowhere else.</summary>
public sealed record LogReach
{
    /// <summary>Rows from the top that are looked through, for each one that is asked for.</summary>
    public int Near { get; init; } = 20;

    /// <summary>The same when words are looked for, which stand beside the row.</summary>
    public int NearWithWords { get; init; } = 5;

    /// <summary>So many matches in a month are too many to sort.</summary>
    public int Many { get; init; } = 20_000;

    /// <summary>Rows from the end of such a month that are looked through first.</summary>
    public int NearOfMany { get; init; } = 5000;
}
