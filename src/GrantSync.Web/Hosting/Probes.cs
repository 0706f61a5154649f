using GrantSync.Application.Storage;
using Npgsql;

namespace GrantSync.Web.Hosting;

/// <summary>
/// For load balancers: is the program alive, and can it serve? A tenant's Odoo is data, never part of the answer. Open to all, because a
/// probe cannot sign in, and so without details.
/// </summary>
internal static class Probes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapProbes(this IEndpointRouteBuilder routes, string connectionString)
    {
        routes.MapGet("/health/live", () => Results.Text("alive")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", async (CancellationToken cancellationToken) =>
            await IsReady(connectionString, cancellationToken)
                ? Results.Text("ready")
                : Results.Text("not ready: the database is unreachable or not migrated", statusCode: StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<bool> IsReady(string connectionString, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return (await Migrator.Missing(connectionString, patience.Token)).Count == 0;
        }
        catch (Exception failed) when (failed is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }
}
