using System.Globalization;
using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;

namespace GrantSync.Web.Commands;

/// <summary>
/// <c>verify-log [--tenant acme] [--anchors file]</c>: follows the seals of the sync log. What it prints as an anchor, kept on paper or on
/// another machine, is what it takes in the file: the log must still hold those seals.
/// </summary>
internal static class VerifyLogCommand
{
    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellationToken)
    {
        var line = new CommandLine(words, ["tenant", "anchors"], []);
        if (line.Words.Count > 0)
        {
            throw new CannotRunException($"'{line.Words[0]}' is no option here. Write it like: verify-log --tenant acme --anchors anchors.txt");
        }

        var anchors = line.Value("anchors") is { } file ? Read(file) : [];
        await using var office = await Office.Open(cancellationToken);
        var proofs = await office.Send(new VerifyLog(line.Value("tenant"), anchors), caller => caller.IsTheProgram(Caller.EveryTenant), cancellationToken);
        foreach (var unknown in anchors.Select(a => a.Tenant).Distinct().Except(proofs.Select(p => p.Tenant)))
        {
            throw new CannotRunException($"The anchors speak of {unknown}, and there is no such tenant here.");
        }

        foreach (var proof in proofs)
        {
            await output.WriteLineAsync(proof.Fault is null
                ? $"well   {proof.Tenant}: {Count(proof.Rows)} rows are as they were sealed{Besides(proof)}"
                : $"WRONG  {proof.Tenant}: {proof.Fault} {Count(proof.Rows)} rows before it are as they were sealed{Besides(proof)}");
            if (proof is { Fault: null, Anchor.Number: > 0 })
            {
                await output.WriteLineAsync($"       anchor: {proof.Anchor.Tenant} {proof.Anchor.Number} {proof.Anchor.Seal}");
            }
        }

        var wrong = proofs.Count(p => p.Fault is not null);
        await output.WriteLineAsync(wrong == 0 ? "Nothing is wrong." : $"{wrong} of {proofs.Count} logs {(wrong == 1 ? "is" : "are")} not what was sealed.");
        return wrong == 0 ? CommandTable.Well : CommandTable.Wrong;
    }

    private static string Besides(LogProof proof)
    {
        (long Count, string Words)[] all =
        [
            (proof.Earlier, "from before sealing began, under one digest"),
            (proof.Dropped, "dropped by retention"),
            (proof.Open, "open and not sealed yet"),
            (proof.Uncovered, "with bodies that no seal covers"),
        ];
        var besides = all.Where(b => b.Count > 0).Select(b => $"{Count(b.Count)} {b.Words}").ToList();
        return besides.Count == 0 ? "." : $" (besides: {string.Join(", ", besides)}).";
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static List<LogAnchor> Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new CannotRunException($"There is no file {file}.");
        }

        var anchors = new List<LogAnchor>();
        foreach (var (text, at) in File.ReadLines(file).Select((text, at) => (text.Trim(), at + 1)))
        {
            // as it was printed, with or without the word before it
            var parts = text.Replace("anchor:", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts is [var tenant, var number, { Length: 64 } seal] && long.TryParse(number, CultureInfo.InvariantCulture, out var n) && seal.All(char.IsAsciiHexDigit))
            {
                anchors.Add(new LogAnchor(tenant, n, seal.ToLowerInvariant()));
            }
            else if (parts.Length > 0 && parts[0] is not ("well" or "Nothing") && !parts[0].StartsWith('#'))
            {
                throw new CannotRunException($"Line {at} of {file} is no anchor. An anchor is a tenant, a number and 64 hexadecimal digits, as verify-log prints it.");
            }
        }

        return anchors;
    }
}
