using GrantSync.Chaos.Commands;
using GrantSync.Chaos.Processes;
using Xunit.Runner.InProc.SystemConsole;

// the tests, or what ./grantsync bench runs of them on demand
return args.FirstOrDefault() switch
{
    "simulate" => await SimulateCommand.Run(Environment.GetEnvironmentVariable("GRANTSYNC_TEST_POSTGRES")!, args[1..], Console.Out),
    "kills" => await KillsCommand.Run(Environment.GetEnvironmentVariable("GRANTSYNC_TEST_POSTGRES")!, args[1..], Console.Out),
    "worker" => await WorkerProgram.Run(Environment.GetEnvironmentVariable("GRANTSYNC_CHAOS_DATABASE")!, Environment.GetEnvironmentVariable("GRANTSYNC_CHAOS_KEYS")!),
    _ => await ConsoleRunner.Run(args),
};
