using System.Diagnostics;
using System.Globalization;
using GrantSync.Chaos.Processes;
using GrantSync.Chaos.Simulation;

namespace GrantSync.Chaos.Commands;

/// <summary>Kills so many real workers, a few tenants at a time, each with a database and a sandbox of its own.</summary>
public static class KillsCommand
{
    private const int KillsARound = 50;

    /// <param name="server">A PostgreSQL whose role may create databases.</param>
    /// <param name="args"><c>--kills N --seed N --yards N</c>.</param>
    /// <param name="output">Where figures go.</param>
    /// <returns>0; a loss or a double throws.</returns>
    public static async Task<int> Run(string server, IReadOnlyList<string> args, TextWriter output)
    {
        var kills = SimulateCommand.Number(args, "--kills", 200);
        var seed = SimulateCommand.Number(args, "--seed", 1);
        var yards = SimulateCommand.Number(args, "--yards", 4);
        await using var databases = await ScratchDatabases.Start(server);
        var started = Stopwatch.StartNew();
        (int killed, int stopped, long edits) = (0, 0, 0);
        while (killed < kills)
        {
            var round = await Task.WhenAll(Enumerable.Range(seed, yards).Select(async one =>
            {
                var share = Math.Min(KillsARound, (kills - killed + yards - 1) / yards);
                var database = await databases.Copy();
                await using var yard = await Yard.Open(database, one);
                return (Tally: await Kills.Run(yard, share, one), yard.Edits);
            }));
            seed += yards;
            killed += round.Sum(r => r.Tally.Killed.Values.Sum());
            stopped += round.Sum(r => r.Tally.Stopped);
            edits += round.Sum(r => r.Edits);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{killed} killed, {stopped} stopped past their lease, {edits} edits, {started.Elapsed.TotalSeconds:0} s, last seed {seed - 1}"));
        }

        output.WriteLine("Every edit is in Odoo once, as it was made last, and the log holds every call that Odoo has seen.");
        return 0;
    }
}
