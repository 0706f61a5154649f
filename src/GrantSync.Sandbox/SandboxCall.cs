namespace GrantSync.Sandbox;

/// <summary>One call that the sandbox has seen.</summary>
/// <param name="Answered">The whole answer was handed to the network; false when a fault dropped or cut it.</param>
/// <param name="Committed">The records it wrote were kept; false for a call that only reads.</param>
public sealed record SandboxCall(
    long Number,
    DateTimeOffset Time,
    string Model,
    string Method,
    string User,
    int Rows,
    bool Answered,
    bool Committed,
    string Outcome,
    double Milliseconds);
