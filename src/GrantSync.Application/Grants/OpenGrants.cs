using System.Linq.Expressions;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Grants;

internal sealed class OpenGrants(GrantSyncDb db)
{
    private const int Named = 3;

    /// <summary>Why something cannot be archived while grants that hang on it are open; null when none is.</summary>
    public async Task<Conflict?> Forbid(string what, Expression<Func<Grant, bool>> hangsOnIt, CancellationToken cancellationToken)
    {
        var codes = await db.Grants.Where(hangsOnIt).Where(g => g.ClosedAt == null).OrderBy(g => g.AnalyticCode).Select(g => g.AnalyticCode).ToListAsync(cancellationToken);
        return codes.Count == 0
            ? null
            : new Conflict($"{what} has {(codes.Count == 1 ? "an open grant" : $"{codes.Count} open grants")}: {string.Join(", ", codes.Take(Named))}"
                + $"{(codes.Count > Named ? $" and {codes.Count - Named} more" : "")}. Close or remove {(codes.Count == 1 ? "it" : "them")} first.");
    }
}
