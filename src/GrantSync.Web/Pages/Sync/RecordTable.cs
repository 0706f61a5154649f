using GrantSync.Application.Sync;

namespace GrantSync.Web.Pages.Sync;

/// <summary>A list of open records, and which column tells what matters about them.</summary>
public sealed record RecordTable(IReadOnlyList<OpenRecord> Records, RecordTableKind Kind);

public enum RecordTableKind
{
    Plain,
    Refused,
    Unknown,
    Blocked,
}
