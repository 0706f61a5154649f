namespace GrantSync.Sandbox.Http;

/// <summary>What is known of a call while it is worked on; becomes a <see cref="SandboxCall"/>.</summary>
internal sealed class CallReport(Action<CallReport> keep)
{
    private bool kept;

    public string Model { get; set; } = "";

    public string Method { get; set; } = "";

    public string User { get; set; } = "";

    public int Rows { get; set; }

    public bool Answered { get; set; } = true;

    public bool Committed { get; set; }

    public string Outcome { get; set; } = "answered";

    /// <summary>Keeps the report, once, before the sender can notice how its call ended: whoever has an answer finds the call listed.</summary>
    public void Close()
    {
        if (kept) { return; }
        kept = true;
        keep(this);
    }
}
