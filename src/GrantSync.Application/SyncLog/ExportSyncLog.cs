using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using GrantSync.Application.Exchange;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

public enum LogFormat
{
    Csv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}

/// <summary>All rows of a filter as a file, newest first, written while it is read: no more than a page of it is in memory, however long it is.</summary>
/// <param name="What">The filter; its page and size do not matter.</param>
/// <param name="Bodies">What was sent and received too, as it stands in the log; in JSON Lines only.</param>
[Allow(Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ExportSyncLog(ReadSyncLog What, LogFormat Format, bool Bodies = false) : IQuery<LogFile>;

/// <param name="Name">With the tenant and the days.</param>
/// <param name="Write">Writes it; to be called once, before the request ends.</param>
public sealed record LogFile(string Name, string ContentType, Func<Stream, CancellationToken, Task> Write);

internal sealed class ExportSyncLogHandler(GrantSyncDb db, LogSearch search, LogItems items, TimeProvider time) : IRequestHandler<ExportSyncLog, Result<LogFile>>
{
    /// <summary>Rows read at once; fewer with bodies, each of which may be a megabyte.</summary>
    private const int Page = 1000, PageWithBodies = 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public Task<Result<LogFile>> Handle(ExportSyncLog request, CancellationToken cancellationToken)
    {
        if (request is { Format: LogFormat.Csv, Bodies: true })
        {
            return Task.FromResult<Result<LogFile>>(new Invalid("Bodies", "What was sent and received goes into JSON Lines only; a CSV has the rows."));
        }

        var csv = request.Format == LogFormat.Csv;
        return Task.FromResult<Result<LogFile>>(new LogFile(
            $"{NameOf(request.What)}.{(csv ? "csv" : "jsonl")}",
            csv ? "text/csv; charset=utf-8" : "application/x-ndjson",
            (to, stop) => csv ? WriteCsv(request, to, stop) : WriteJson(request, to, stop)));
    }

    private string NameOf(ReadSyncLog what)
    {
        var tenant = what.Tenant is { Length: > 0 } one ? one : db.Scope == Caller.EveryTenant ? "all" : db.Scope;
        static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = what.To is { } to && to < time.GetUtcNow() ? to.AddTicks(-1) : time.GetUtcNow();
        return $"sync-log {string.Concat(tenant.Where(c => char.IsAsciiLetterOrDigit(c) || c == '_'))} {(what.From is { } from ? Day(from) + " " : "until ")}{Day(last)}";
    }

    private async Task WriteCsv(ExportSyncLog request, Stream to, CancellationToken cancellationToken)
    {
        // the writer's own buffer, flushed a page at a time, and never to the stream without waiting
        var page = new MemoryStream();
        var first = true;
        await foreach (var rows in Pages(request.What, Page, cancellationToken))
        {
            page.SetLength(0);
            using (var csv = CsvWriter.Create(page, new CsvWriterOptions { Separator = ',', WriteByteOrderMark = first }, leaveOpen: true))
            {
                if (first)
                {
                    Record(csv, Columns);
                }

                foreach (var (item, keys) in rows)
                {
                    Record(csv, Cells(item, keys));
                }
            }

            first = false;
            await to.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), cancellationToken);
        }
    }

    private async Task WriteJson(ExportSyncLog request, Stream to, CancellationToken cancellationToken)
    {
        await foreach (var rows in Pages(request.What, request.Bodies ? PageWithBodies : Page, cancellationToken))
        {
            var bodies = request.Bodies ? await BodiesOf(rows, cancellationToken) : [];
            foreach (var (item, keys) in rows)
            {
                var body = bodies.GetValueOrDefault(item.Id);
                object line = request.Bodies ? new LineWithBodies(item, keys, Text(body?.Request), Base64(body?.Request), Text(body?.Response), Base64(body?.Response)) : new Line(item, keys);
                await JsonSerializer.SerializeAsync(to, line, line.GetType(), Json, cancellationToken);
                await to.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }

            await to.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Page after page; always at least one, which may be empty.</summary>
    private async IAsyncEnumerable<List<(SyncLogItem Item, string[] Keys)>> Pages(ReadSyncLog what, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // rows that come while it is written are not part of it
        what = what with { Before = null, To = what.To is { } to && to < time.GetUtcNow() ? to : time.GetUtcNow() };
        LogPlace? after = null;
        while (true)
        {
            var places = await search.Find(what, after, size, cancellationToken);
            var rows = await items.At(places, cancellationToken);
            var (newest, oldest) = places.Count == 0 ? (default, default) : (places[0].At, places[^1].At);
            var ids = rows.Where(r => r.KeyCount > r.FirstKeys.Count).Select(r => r.Id).ToList();
            var keys = ids.Count == 0 ? [] : await db.SyncLog.Where(r => ids.Contains(r.Id) && r.At >= oldest && r.At <= newest)
                .Select(r => new { r.Id, r.Keys }).ToDictionaryAsync(r => r.Id, r => r.Keys, cancellationToken);
            yield return [.. rows.Select(r => (r, keys.GetValueOrDefault(r.Id) ?? [.. r.FirstKeys]))];
            if (places.Count < size)
            {
                yield break;
            }

            after = places[^1];
        }
    }

    private Task<Dictionary<long, SyncLogBody>> BodiesOf(List<(SyncLogItem Item, string[] Keys)> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(r => r.Item.Id).ToList();
        var (first, last) = rows.Count == 0 ? (default, default) : (rows.Min(r => r.Item.At), rows.Max(r => r.Item.At));
        return db.SyncLogBodies.AsNoTracking().Where(b => ids.Contains(b.LogId) && b.At >= first && b.At <= last).ToDictionaryAsync(b => b.LogId, cancellationToken);
    }

    private static readonly string[] Columns =
    [
        "id", "at", "tenant", "direction", "entity", "operation", "model", "method", "attempt", "outcome", "http_status", "fault_code", "request_bytes", "response_bytes",
        "latency_milliseconds", "error", "trace_id", "user", "fingerprint", "keys",
    ];

    private static IEnumerable<string> Cells(SyncLogItem row, string[] keys) =>
    [
        Number(row.Id), row.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), row.Tenant, row.Direction.ToString().ToLowerInvariant(), row.Entity, row.Operation, row.Model,
        row.Method, Number(row.Attempt), row.Outcome ?? "pending", Number(row.HttpStatus), Number(row.FaultCode), Number(row.RequestBytes), Number(row.ResponseBytes),
        Number(row.LatencyMilliseconds), row.Error ?? "", row.TraceId ?? "", row.UserName ?? "", row.Fingerprint ?? "", string.Join(' ', keys),
    ];

    private static void Record(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(HarmlessText.Guard(cell));
        }

        csv.EndRecord();
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>As text when it is text, which it mostly is.</summary>
    private static string? Text(byte[]? body) => body is not null && IsText(body) ? Encoding.UTF8.GetString(body) : null;

    private static string? Base64(byte[]? body) => body is null || IsText(body) ? null : Convert.ToBase64String(body);

    private static bool IsText(byte[] body) => System.Text.Unicode.Utf8.IsValid(body);

    private record Line(
        long Id, DateTimeOffset At, string Tenant, CallDirection Direction, string Entity, string Operation, string Model, string Method, int Attempt, string Outcome, int? HttpStatus,
        int? FaultCode, int? RequestBytes, int? ResponseBytes, int? LatencyMilliseconds, string? Error, string? TraceId, string? User, string? Fingerprint, string[] Keys)
    {
        public Line(SyncLogItem row, string[] keys)
            : this(
                row.Id, row.At, row.Tenant, row.Direction, row.Entity, row.Operation, row.Model, row.Method, row.Attempt, row.Outcome ?? "pending", row.HttpStatus, row.FaultCode,
                row.RequestBytes, row.ResponseBytes, row.LatencyMilliseconds, row.Error, row.TraceId, row.UserName, row.Fingerprint, keys)
        {
        }
    }

    /// <summary>Each body as text or, when it is no UTF-8, in base 64; neither when it is no longer kept.</summary>
    private sealed record LineWithBodies : Line
    {
        public LineWithBodies(SyncLogItem row, string[] keys, string? request, string? requestBase64, string? response, string? responseBase64)
            : base(row, keys) =>
            (Request, RequestBase64, Response, ResponseBase64) = (request, requestBase64, response, responseBase64);

        public string? Request { get; }

        public string? RequestBase64 { get; }

        public string? Response { get; }

        public string? ResponseBase64 { get; }
    }
}
