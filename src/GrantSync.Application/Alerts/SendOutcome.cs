namespace GrantSync.Application.Alerts;

/// <summary>What became of one attempt, and what the far side answered, in plain words without a secret.</summary>
/// <param name="IsWhole">False when some of the addresses were refused: the others have it, so it is not sent again.</param>
public sealed record SendOutcome(bool Delivered, string Words, bool IsWhole = true)
{
    public static SendOutcome Done(string words) => new(true, words);

    public static SendOutcome Failed(string words) => new(false, words);
}
