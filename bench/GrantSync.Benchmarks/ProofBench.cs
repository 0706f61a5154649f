using GrantSync.Application.Storage;
using GrantSync.Chaos.Commands;

namespace GrantSync.Benchmarks;

/// <summary>The proofs that take too long for every test run, on a PostgreSQL of their own.</summary>
public static class ProofBench
{
    public static async Task<int> Run(string part, IReadOnlyList<string> args, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("grantsync-proof-").FullName;
        await using var postgres = await EmbeddedPostgres.Start(
            Path.Combine(folder, "postgres"), new EmbeddedPostgresOptions { TestSpeed = true, MayCreateDatabases = true }, CancellationToken.None);
        return part == "chaos"
            ? await SimulateCommand.Run(postgres.ConnectionString, args, output)
            : await KillsCommand.Run(postgres.ConnectionString, args, output);
    }
}
