namespace GrantSync.Sandbox;

/// <summary>One thing that goes wrong, for the calls it matches.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>Only calls of this model; `common` stands for `version` and `authenticate`.</summary>
    public string? Model { get; init; }

    public string? Method { get; init; }

    /// <summary>How many times; null until cleared.</summary>
    public int? Count { get; init; }

    /// <summary>How many matching calls pass unharmed first.</summary>
    public int Skip { get; init; }

    /// <summary>After the commit instead of before the work, for those that can be either.</summary>
    public bool AfterCommit { get; init; }

    public int Milliseconds { get; init; } = 1000;

    public int Status { get; init; } = 502;

    public string? Group { get; init; }

    public string Version { get; init; } = "19.0";

    public int Plan { get; init; }

    internal bool Matches(string model, string method) => (Model ?? model) == model && (Method ?? method) == method;
}
