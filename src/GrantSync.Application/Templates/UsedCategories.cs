using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Templates;

internal static class UsedCategories
{
    /// <summary>Ids of the template's categories that a grant's budget has or had, removed grants too: their accounts in Odoo hang on them.</summary>
    public static async Task<IReadOnlySet<long>> Of(GrantSyncDb db, long templateId, CancellationToken cancellationToken) => (await (
        from category in db.TemplateCategories
        where category.TemplateId == templateId && db.BudgetCategories.Any(b => b.TemplateCategoryId == category.Id)
        select category.Id).ToListAsync(cancellationToken)).ToHashSet();
}
