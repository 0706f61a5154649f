using GrantSync.Chaos.Commands;
using Xunit.Runner.InProc.SystemConsole;

// the tests, or what ./grantsync bench runs of them on demand
return args.FirstOrDefault() switch
{
    "simulate" => await SimulateCommand.Run(Environment.GetEnvironmentVariable("GRANTSYNC_TEST_POSTGRES")!, args[1..], Console.Out),
    _ => await ConsoleRunner.Run(args),
};
