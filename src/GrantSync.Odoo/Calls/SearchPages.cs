using System.Runtime.CompilerServices;

namespace GrantSync.Odoo;

/// <summary>Reading more records than fit in one answer.</summary>
public static class SearchPages
{
    /// <summary>
    /// Pages of records in the order of their ids, each asking for ids above the last seen one: unlike an offset this neither skips nor
    /// repeats when records come and go meanwhile. The first outcome that is not ok is given too, and ends it.
    /// </summary>
    /// <param name="client">Where to ask.</param>
    /// <param name="model">The Odoo model.</param>
    /// <param name="domain">Which records.</param>
    /// <param name="fields">Which fields; <c>id</c> always comes along.</param>
    /// <param name="pageSize">Records a call, at least 1. Odoo's time limit of 120 s is the bound: 1,000 is safe for ledger lines.</param>
    /// <param name="ctx">How Odoo should see the call.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<OdooOutcome<IReadOnlyList<OdooRecord>>> SearchReadAll(
        this IOdooClient client, string model, OdooDomain domain, IReadOnlyList<string> fields, int pageSize = 1000,
        OdooContext? ctx = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        for (var last = 0; ;)
        {
            var page = await client.Send(
                OdooCalls.SearchRead(model, domain.And("id", ">", last), fields, pageSize, "id", ctx), cancellationToken);
            yield return page;
            if (!page.IsOk || page.Value.Count < pageSize) { yield break; }
            last = page.Value[^1].Id;
        }
    }
}
