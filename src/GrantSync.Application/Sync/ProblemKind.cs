using System.Text.RegularExpressions;

namespace GrantSync.Application.Sync;

/// <summary>What refusals have in common: their sentence without the names, quotations and numbers of one record.</summary>
internal static partial class ProblemKind
{
    private const int Longest = 200;

    public static string Of(string problem)
    {
        var kind = Particular().Replace(problem, "…").Trim();
        return kind.Length <= Longest ? kind : kind[..Longest];
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|“[^”]*”|«[^»]*»|[\w.-]*\d[\w.-]*""")]
    private static partial Regex Particular();
}
