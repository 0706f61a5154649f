using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Templates;

internal static class TemplateNames
{
    /// <summary>Why a template cannot have this name; null when it can.</summary>
    public static async Task<Invalid?> Taken(GrantSyncDb db, string name, long? exceptOf, CancellationToken cancellationToken)
    {
        var taken = name.Trim();
        var other = await db.BudgetTemplates.Where(t => t.Name == taken && t.Id != exceptOf).Select(t => new { t.ArchivedAt }).SingleOrDefaultAsync(cancellationToken);
        return other is null
            ? null
            : new Invalid("Name", $"There is a budget template {taken} already{(other.ArchivedAt is null ? "" : ", among the archived ones")}. Choose another name.");
    }
}
