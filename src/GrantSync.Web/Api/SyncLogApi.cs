using System.Text;
using GrantSync.Application.SyncLog;
using GrantSync.Web.Pages.SyncLog;
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
        log.MapGet("/export", ([AsParameters] Filter filter, Word<LogFormat>? format, bool? bodies, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ExportSyncLog(filter.Read(), format?.Value ?? LogFormat.Csv, bodies ?? false), file => new LogDownload(file), cancellationToken))
            .Sends<ExportSyncLog, byte[]>("All calls of a filter as a file; format is csv or jsonLines, bodies=true puts what was sent and received into the latter");
        log.MapGet("/problems", (int? days, string? tenant, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ReadLogProblems(days, tenant), cancellationToken))
            .Sends<ReadLogProblems, LogProblems>("Calls that went wrong, those that look alike together; of the last so many days, or of all");
        log.MapPost("/try-again", (TryAgainFromLog body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body, count => TypedResults.Ok(new SyncApi.TriedAgain(count)), cancellationToken))
            .Sends<TryAgainFromLog, SyncApi.TriedAgain>("Send the records again that were refused in one row's call, or in all calls of a fingerprint");
        log.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ReadSyncLogRow(id), row => TypedResults.Ok(Shown(row)), cancellationToken))
            .Sends<ReadSyncLogRow, RowShown>("One call with its idempotency keys and what was sent and received, without secrets");
        log.MapGet("/{id:long}/story", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ReadLogStory(id), cancellationToken))
            .Sends<ReadLogStory, LogStory>("All calls with a row's keys, and the records that it carried with who asked for them");
    }

    private static RowShown Shown(SyncLogDetail detail) => new(detail.Row, detail.Keys, Text(detail.Request), Text(detail.Response));

    private static string? Text(byte[]? body) => body is null ? null : Encoding.UTF8.GetString(body);

    /// <param name="Tenant">For support, who see every tenant's rows.</param>
    /// <param name="Outcome">An outcome kind, <c>pending</c>, or <c>trouble</c> for all that went wrong: neither ok, missing nor pending.</param>
    /// <param name="Http">The HTTP status.</param>
    /// <param name="Fault">Odoo's fault code: 1 any other, 2 what a user can mend, 3 access denied, 4 a missing right.</param>
    /// <param name="Direction"><c>read</c> or <c>write</c>.</param>
    /// <param name="Entity">What it was about: <c>budget_line</c>, <c>connection</c>, <c>health</c>.</param>
    /// <param name="Operation">What was meant: <c>upsert</c>, <c>ping</c>, <c>test</c>.</param>
    /// <param name="Model">The Odoo model.</param>
    /// <param name="Method">Its method.</param>
    /// <param name="Key">Calls that carried this idempotency key.</param>
    /// <param name="User">The id of who asked.</param>
    /// <param name="Trace">The trace id.</param>
    /// <param name="Fingerprint">Calls that went wrong in the same way.</param>
    /// <param name="WithoutPings">Leave pings out.</param>
    /// <param name="Text">Whole words, all of which stand in the error or in what was sent or received.</param>
    /// <param name="From">Not before this moment.</param>
    /// <param name="To">Before this moment.</param>
    /// <param name="Before">The <c>next</c> of the page before.</param>
    /// <param name="Size">Rows a page, at most 200; 50 when not given.</param>
    internal sealed record Filter(
        string? Tenant,
        string? Outcome,
        int? Http,
        int? Fault,
        Word<CallDirection>? Direction,
        string? Entity,
        string? Operation,
        string? Model,
        string? Method,
        string? Key,
        long? User,
        string? Trace,
        string? Fingerprint,
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
                HttpStatus = Http,
                FaultCode = Fault,
                Direction = Direction?.Value,
                Entity = Entity,
                Operation = Operation,
                Model = Model,
                Method = Method,
                Key = Key,
                UserId = User,
                Trace = Trace,
                Fingerprint = Fingerprint,
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
