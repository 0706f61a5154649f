using System.Text;
using GrantSync.Application.SyncLog;
using MediatR;

namespace GrantSync.Web.Api;

internal static class SyncLogApi
{
    public static void MapSyncLog(this IEndpointRouteBuilder api)
    {
        var log = api.MapGroup("/sync-log").WithTags("Sync log");
        log.MapGet("", ([AsParameters] Filter filter, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(filter.Read(), cancellationToken))
            .Sends<ReadSyncLog, SyncLogPage>("Calls to Odoo, newest first; 'next' of a page is 'before' of the following one");
        log.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ReadSyncLogRow(id), row => TypedResults.Ok(Shown(row)), cancellationToken))
            .Sends<ReadSyncLogRow, RowShown>("One call with its idempotency keys and what was sent and received, without secrets");
    }

    private static RowShown Shown(SyncLogDetail detail) => new(detail.Row, detail.Keys, Text(detail.Request), Text(detail.Response));

    private static string? Text(byte[]? body) => body is null ? null : Encoding.UTF8.GetString(body);

    /// <param name="Tenant">For support, who see every tenant's rows.</param>
    /// <param name="Outcome">An outcome kind, <c>pending</c>, or <c>trouble</c> for all that is neither ok nor pending.</param>
    /// <param name="Entity">What it was about: <c>budget_line</c>, <c>connection</c>, <c>health</c>.</param>
    /// <param name="Model">The Odoo model.</param>
    /// <param name="Key">Calls that carried this idempotency key.</param>
    /// <param name="WithoutPings">Leave pings out.</param>
    /// <param name="Text">Found in the error.</param>
    /// <param name="From">Not before this moment.</param>
    /// <param name="To">Before this moment.</param>
    /// <param name="Before">The <c>next</c> of the page before.</param>
    /// <param name="Size">Rows a page, at most 200; 50 when not given.</param>
    internal sealed record Filter(
        string? Tenant,
        string? Outcome,
        string? Entity,
        string? Model,
        string? Key,
        bool? WithoutPings,
        string? Text,
        DateTimeOffset? From,
        DateTimeOffset? To,
        long? Before,
        int? Size)
    {
        public ReadSyncLog Read()
        {
            var all = new ReadSyncLog
            {
                Tenant = Tenant,
                Outcome = Outcome,
                Entity = Entity,
                Model = Model,
                Key = Key,
                WithoutPings = WithoutPings ?? false,
                Text = Text,
                From = From,
                To = To,
                Before = Before,
            };
            return Size is { } size ? all with { Size = size } : all;
        }
    }

    internal sealed record RowShown(SyncLogItem Row, IReadOnlyList<string> Keys, string? Request, string? Response);
}
