using System.Globalization;
using System.Text.RegularExpressions;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// One table of the log for one month: of one tenant that keeps its log for a time of its own, or of all others. Dropping it is how the
/// log's age is carried out.
/// </summary>
/// <param name="Table">Its name in the database.</param>
/// <param name="What"><see cref="LogDrop.Rows"/> or <see cref="LogDrop.Bodies"/>.</param>
/// <param name="Month">The first day of the month.</param>
/// <param name="Tenant">Null: of all that have no part of their own in that month.</param>
internal sealed partial record LogPart(string Table, string What, DateOnly Month, string? Tenant)
{
    /// <summary>Null for a table that is no month's, such as the one for rows of a month that was never made.</summary>
    public static LogPart? Of(string table)
    {
        var name = Form().Match(table);
        return name.Success
            ? new LogPart(
                table,
                name.Groups["bodies"].Success ? LogDrop.Bodies : LogDrop.Rows,
                DateOnly.ParseExact(name.Groups["month"].Value, "yyyy_MM", CultureInfo.InvariantCulture),
                name.Groups["tenant"] is { Success: true } tenant ? tenant.Value : null)
            : null;
    }

    /// <summary>Every part there is, with the months of each table.</summary>
    public static async Task<IReadOnlyList<LogPart>> All(GrantSyncDb db, CancellationToken cancellationToken)
    {
        var tables = await db.Database.SqlQuery<string>(
            $"""
            select relid::regclass::text as "Value" from pg_partition_tree('sync_log') where isleaf
            union all select relid::regclass::text from pg_partition_tree('sync_log_bodies') where isleaf
            """).ToListAsync(cancellationToken);
        return [.. tables.Select(Of).OfType<LogPart>()];
    }

    /// <summary>The last day on which its rows must still be there, for somebody who keeps them for so many months.</summary>
    public DateOnly KeptUntil(int months) => Month.AddMonths(months + 1).AddDays(-1);

    [GeneratedRegex("^sync_log(?<bodies>_bodies)?_(?<month>[0-9]{4}_[0-9]{2})(_others|_of_(?<tenant>[a-z0-9_]+))?$")]
    private static partial Regex Form();
}
