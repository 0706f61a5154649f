using System.Globalization;
using System.Reflection;
using Quartz;

namespace GrantSync.Application.Storage;

/// <summary>
/// The scheduler's own tables, made by the script that its package carries, in a schema of their own: they hold the times of jobs and
/// how the last runs went, nothing of a tenant. The script only ever creates what is missing; a newer Quartz that alters a table needs a
/// migration of ours.
/// </summary>
internal static class SchedulerTables
{
    public const string Prefix = "quartz.qrtz_";

    private const string Script = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";

    /// <summary>Named by the package's version, so that a newer one is applied once too.</summary>
    public static (string Name, string Sql) Migration()
    {
        var package = typeof(IScheduler).Assembly;
        using var reader = new StreamReader(
            package.GetManifestResourceStream(Script) ?? throw new InvalidOperationException($"Quartz no longer carries {Script}: see how its schema is made now."));
        var statements = reader.ReadToEnd().Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", "qrtz_", StringComparison.Ordinal);
        return (string.Create(CultureInfo.InvariantCulture, $"quartz_{package.GetName().Version!.ToString(3)}"), $"create schema if not exists quartz;\n{statements}");
    }
}
