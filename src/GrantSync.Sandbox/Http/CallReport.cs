namespace GrantSync.Sandbox.Http;

/// <summary>What is known of a call while it is worked on; becomes a <see cref="SandboxCall"/>.</summary>
internal sealed class CallReport
{
    public string Model { get; set; } = "";

    public string Method { get; set; } = "";

    public string User { get; set; } = "";

    public int Rows { get; set; }

    public bool Answered { get; set; } = true;

    public bool Committed { get; set; }

    public string Outcome { get; set; } = "answered";
}
