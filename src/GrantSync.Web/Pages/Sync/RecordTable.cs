using System.Security.Cryptography;
using System.Text;
using GrantSync.Application.Sync;

namespace GrantSync.Web.Pages.Sync;

/// <summary>A list of open records, and which column tells what matters about them.</summary>
public sealed record RecordTable(IReadOnlyList<OpenRecord> Records, RecordTableKind Kind)
{
    /// <summary>A group's id in the page: while the page moves by itself, the button of one kind never becomes that of another.</summary>
    public static string IdOf(RefusalGroup group) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group.Kind)), 0, 6);
}

public enum RecordTableKind
{
    Plain,
    Refused,
    Unknown,
    Blocked,
}
