namespace GrantSync.Sandbox;

/// <summary>A vendor bill of one line, or with a negative amount the refund of one.</summary>
/// <param name="Distribution">Per cent by comma-joined analytic account ids, one a plan: {"12,34": 60, "12": 40}.</param>
public sealed record SandboxBill(string Label, double Amount, IReadOnlyDictionary<string, double> Distribution)
{
    public string Date { get; init; } = "2026-01-31";

    public int Company { get; init; } = 1;

    public int? Partner { get; init; }

    /// <summary>The code of the expense account.</summary>
    public string Account { get; init; } = "600000";

    /// <summary>The vendor's number, which the entry's lines and the analytic lines carry too.</summary>
    public string? Reference { get; init; }

    /// <summary>What has been paid of it.</summary>
    public double Paid { get; init; }

    /// <summary>A draft has no analytic lines yet.</summary>
    public bool Posted { get; init; } = true;
}
