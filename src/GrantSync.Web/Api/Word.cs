namespace GrantSync.Web.Api;

/// <summary>One of an enum's names in an address, in whatever case: the framework's own binding takes it in ours only.</summary>
internal readonly record struct Word<TEnum>(TEnum Value)
    where TEnum : struct, Enum
{
    public static bool TryParse(string? text, out Word<TEnum> word)
    {
        var isOne = Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]);
        word = new Word<TEnum>(value);
        return isOne;
    }
}
