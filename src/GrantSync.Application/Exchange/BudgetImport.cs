using GrantSync.Application.Tenants;

namespace GrantSync.Application.Exchange;

/// <summary>A file that somebody looks at before it is taken over into a budget. It goes when that is decided.</summary>
public sealed class BudgetImport : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required long GrantId { get; init; }

    public required string FileName { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }

    public long? UploadedBy { get; init; }

    /// <summary>How numbers that can be read in two ways are read.</summary>
    public NumberForm Numbers { get; set; }

    /// <summary>The file's cells as JSON (<see cref="FileTable"/>).</summary>
    public required string Cells { get; init; }

    /// <summary>The budget's lines as the preview showed them, as JSON.</summary>
    public required string Seen { get; set; }
}
