using System.Runtime.InteropServices;
using GrantSync.Web.Demo;
using Npgsql;

namespace GrantSync.Web.Commands;

/// <summary>What the program can be asked to do, one file a command beside this one.</summary>
public static class CommandTable
{
    /// <summary>The command ran, found something wrong, or could not run at all.</summary>
    public const int Well = 0, Wrong = 1, CouldNotRun = 2;

    private static readonly Command[] Commands =
    [
        new("serve", "[--urls http://127.0.0.1:5080] [--migrate]", "runs the web application, and the worker unless told otherwise", ServeCommand.Run),
        new("demo", "[--data <folder>]", "tries it all on this machine: PostgreSQL, a sandbox Odoo, an invented organisation", DemoCommand.Run),
        new("worker", "", "runs a worker only: takes lanes and pings", WorkerCommand.Run),
        new("migrate", "", "brings the database to this version", MigrateCommand.Run),
        new("doctor", "[--odoo] [--urls http://127.0.0.1:5080]", "says what is missing or wrong, with a remedy for each", DoctorCommand.Run),
        new("postgres", "--data <folder> [--test]", "runs the embedded PostgreSQL alone", PostgresCommand.Run),
        new("tenant", "add <id> \"<Name>\" --admin-email <address> [--admin-name <name>]", "takes in an organisation with its first admin", TenantCommand.Run),
        new(
            "user",
            "add --email <address> --name <name> (--tenant <id> --role viewer|grant-manager|admin | --role support)",
            "gives somebody access",
            UserCommand.Run),
        new("token", "add --email <address> [--name <what uses it>]", "prints an API token that acts as this user", TokenCommand.Run),
        new("verify-log", "[--tenant <id>] [--anchors <file>]", "follows the seals of the sync log, and names the first row that was changed, removed or put in", VerifyLogCommand.Run),
    ];

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, TextWriter problems)
    {
        if (words is [] or ["help" or "--help" or "-h", ..])
        {
            await output.WriteLineAsync(Usage());
            return words is [] ? CouldNotRun : Well;
        }

        if (Commands.SingleOrDefault(c => c.Name == words[0]) is not { } command)
        {
            await problems.WriteLineAsync($"'{words[0]}' is no command of GrantSync.{Environment.NewLine}{Usage()}");
            return CouldNotRun;
        }

        if (words.Contains("--help"))
        {
            await output.WriteLineAsync($"usage: ./grantsync {command.Name} {command.Words}".TrimEnd() + Environment.NewLine + Environment.NewLine + $"It {command.Summary}.");
            return Well;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        try
        {
            return await command.Run([.. words.Skip(1)], output, stop.Token);
        }
        catch (CannotRunException cannot)
        {
            await problems.WriteLineAsync(cannot.Message);
            return CouldNotRun;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await problems.WriteLineAsync("Stopped.");
            return CouldNotRun;
        }
        catch (NpgsqlException broken)
        {
            await problems.WriteLineAsync($"PostgreSQL: {broken.Message} Run ./grantsync doctor to see what is wrong.");
            return CouldNotRun;
        }
    }

    private static string Usage() =>
        "GrantSync. Commands:" + Environment.NewLine
        + string.Join(Environment.NewLine, Commands.Select(c => $"  {c.Name,-12}{c.Summary}"));

    private sealed record Command(string Name, string Words, string Summary, Func<IReadOnlyList<string>, TextWriter, CancellationToken, Task<int>> Run);
}
