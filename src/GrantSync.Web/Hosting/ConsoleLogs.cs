namespace GrantSync.Web.Hosting;

/// <summary>Logs to the console: JSON for a collector, lines for a person.</summary>
internal static class ConsoleLogs
{
    public static void Add(ILoggingBuilder logging, bool json, bool quiet = false)
    {
        logging.ClearProviders();
        if (json)
        {
            logging.AddJsonConsole(options => (options.UseUtcTimestamp, options.TimestampFormat, options.IncludeScopes) = (true, "O", true));
        }
        else
        {
            logging.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat) = (true, "HH:mm:ss "));
        }

        // the framework's own request lines carry the query string; RequestLog's do not
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information).AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Npgsql", LogLevel.Warning);
        if (quiet)
        {
            logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

            logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);

            // the demo's key ring lies in a folder of its user, unencrypted; doctor says so of a real one
            logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        }

        // warns of each new key that it lies unencrypted; the folder's permissions guard it, and doctor checks them
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
