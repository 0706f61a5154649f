namespace GrantSync.Sandbox;

internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        var options = new SandboxOptions
        {
            Port = settings.GetValue("port", 8069),
            Version = settings.GetValue("version", 18),
            Budgets = settings.GetValue("budgets", false),
            Database = settings.GetValue("database", "sandbox")!,
            DataFile = settings["data"],
            Delay = TimeSpan.FromMilliseconds(settings.GetValue("delay", 0)),
        };

        await using var server = await SandboxServer.Start(options);
        Console.WriteLine($"sandbox Odoo {options.Version}.0 listening on {server.Address.GetLeftPart(UriPartial.Authority)}");
        await server.Run();
    }
}
