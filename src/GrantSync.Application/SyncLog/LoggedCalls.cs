using System.Diagnostics;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Odoo;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>What a call is about, for its log row.</summary>
/// <param name="Tenant">Whose Odoo is called.</param>
/// <param name="Entity">Such as <c>budget_line</c>, <c>connection</c> or <c>health</c>.</param>
/// <param name="Operation">Such as <c>upsert</c>, <c>test</c> or <c>ping</c>.</param>
/// <param name="Keys">The idempotency keys that the call carries, in row order.</param>
/// <param name="Attempt">1 for the first call with these keys.</param>
/// <param name="UserId">Who asked for it; null for the program itself.</param>
internal sealed record CallAbout(string Tenant, string Entity, string Operation, string[] Keys, int Attempt = 1, long? UserId = null);

/// <summary>
/// The only way from here to Odoo: save, call, save. The pending row is committed before the call; the outcome is written after it, each
/// time in one transaction with what the caller keeps of it. No transaction is held across the call.
/// </summary>
internal sealed class LoggedCalls(GrantSyncDb db, LogIndex index, WritePath path, TimeProvider time)
{
    /// <summary>Bodies are kept up to this size; a longer one is cut.</summary>
    private const int LargestBody = 1 << 20;

    /// <param name="client">The tenant's Odoo.</param>
    /// <param name="call">What to ask.</param>
    /// <param name="about">What the log row says of it.</param>
    /// <param name="before">Runs in the first transaction, with the row's id; when it throws, nothing is sent and no row stays.</param>
    /// <param name="after">Runs in the second transaction; when it throws, the row is completed all the same.</param>
    /// <param name="cancellationToken">Stops the call; what is sent by then is still written down.</param>
    public async Task<OdooOutcome<T>> Send<T>(
        IOdooClient client,
        OdooCall<T> call,
        CallAbout about,
        Func<long, Task>? before,
        Func<OdooOutcome<T>, Task>? after,
        CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity("odoo " + call.Method, ActivityKind.Client);
        var row = await Begin(call, about, before, cancellationToken);
        var began = time.GetTimestamp();
        OdooOutcome<T> outcome;
        try
        {
            outcome = await client.Send(call, cancellationToken);
            await path.At(WritePoint.Answered, about.Tenant);
        }
        catch (OperationCanceledException)
        {
            await Complete(row, Ending.Stopped(call.Writes, time.GetElapsedTime(began)), null);
            throw;
        }

        var end = Ending.Of(outcome);
        Measures.Called(about.Tenant, call.Model, call.Method, end.Outcome, outcome.Wire.Latency);
        try
        {
            await Complete(row, end, after is null ? null : () => after(outcome));
        }
        catch (LaneLostException)
        {
            await Complete(row, end, null);
            throw;
        }

        return outcome;
    }

    public Task<OdooOutcome<T>> Send<T>(IOdooClient client, OdooCall<T> call, CallAbout about, CancellationToken cancellationToken) =>
        Send(client, call, about, null, null, cancellationToken);

    private async Task<SyncLogRow> Begin<T>(
        OdooCall<T> call, CallAbout about, Func<long, Task>? before, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = new SyncLogRow
        {
            TenantId = about.Tenant,
            At = time.GetUtcNow(),
            Direction = call.Writes ? CallDirection.Write : CallDirection.Read,
            Entity = about.Entity,
            Operation = about.Operation,
            Keys = about.Keys,
            Model = call.Model,
            Method = call.Method,
            Attempt = about.Attempt,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            UserId = about.UserId,
        };
        db.SyncLog.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        db.Entry(row).State = EntityState.Detached;
        await index.Begun(row);
        if (before is not null)
        {
            await before(row.Id);
        }

        // each call counts towards the tenant's pace, whoever makes it; only the lane waits for it
        await db.Database.ExecuteSqlAsync(
            $"""
            update lanes l set pace_at = greatest(coalesce(l.pace_at, {row.At}), {row.At}) + make_interval(secs => 60.0 / c.calls_per_minute)
            from connections c where c.tenant_id = {row.TenantId} and l.tenant_id = c.tenant_id and c.calls_per_minute is not null
            """,
            cancellationToken);
        await path.At(WritePoint.PendingWritten, about.Tenant);
        await transaction.CommitAsync(cancellationToken);
        await path.At(WritePoint.PendingCommitted, about.Tenant);
        return row;
    }

    /// <summary>Not cancellable: what has happened in Odoo is written down. A row that somebody else has completed stays as it is.</summary>
    private async Task Complete(SyncLogRow row, Ending end, Func<Task>? after)
    {
        var fingerprint = LogIndex.Fingerprint(row, end.Outcome, end.FaultCode, end.Error);
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        if (after is not null)
        {
            await after();
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            insert into sync_log_bodies (log_id, tenant_id, at, request, response)
            select id, tenant_id, at, {end.Request}, {end.Response} from sync_log where id = {row.Id} and at = {row.At} and completed_at is null
            on conflict do nothing
            """,
            CancellationToken.None);

        // last: it seals the row with its bodies, and the chain's lock is held until the commit
        var completed = await db.SyncLog.Where(r => r.Id == row.Id && r.At == row.At && r.CompletedAt == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(r => r.CompletedAt, time.GetUtcNow())
                .SetProperty(r => r.Outcome, end.Outcome)
                .SetProperty(r => r.HttpStatus, end.HttpStatus)
                .SetProperty(r => r.FaultCode, end.FaultCode)
                .SetProperty(r => r.RequestBytes, end.RequestBytes)
                .SetProperty(r => r.ResponseBytes, end.ResponseBytes)
                .SetProperty(r => r.LatencyMilliseconds, end.LatencyMilliseconds)
                .SetProperty(r => r.Error, end.Error)
                .SetProperty(r => r.Fingerprint, fingerprint),
            CancellationToken.None);
        if (completed == 1)
        {
            await index.Ended(row, fingerprint, end.Error, end.Request, end.Response);
            await index.Count(row, fingerprint, end.Outcome, end.FaultCode, end.Error);
        }

        // heard at commit: the log's page shows the row by itself
        await db.Announce(row.TenantId, CancellationToken.None);

        await path.At(WritePoint.OutcomeWritten, row.TenantId);
        await transaction.CommitAsync(CancellationToken.None);
        await path.At(WritePoint.OutcomeCommitted, row.TenantId);
    }

    private sealed record Ending(
        string Outcome, int? HttpStatus, int? FaultCode, int? RequestBytes, int? ResponseBytes, int? LatencyMilliseconds, string? Error, byte[] Request, byte[] Response)
    {
        public static Ending Of<T>(OdooOutcome<T> outcome) => new(
            GrantSyncDb.SnakeCase(outcome.Kind.ToString()),
            outcome.Wire.HttpStatus,
            outcome.FaultCode,
            outcome.Wire.RequestBytes,
            outcome.Wire.ResponseBytes,
            (int)outcome.Wire.Latency.TotalMilliseconds,
            outcome.Kind == OutcomeKind.Ok ? null : outcome.Sentence,
            Cut(outcome.Wire.Request),
            Cut(outcome.Wire.Response));

        /// <summary>Of a write the client says so only when nothing was sent; of a read it is not known how far it came, and nothing hangs on it.</summary>
        public static Ending Stopped(bool writes, TimeSpan after) => new(
            writes ? "not_sent" : "given_up",
            null,
            null,
            null,
            null,
            writes ? null : (int)after.TotalMilliseconds,
            writes ? "Stopped before anything was sent." : $"Given up after {after.TotalSeconds:0} seconds without an answer. It was a question only: nothing can have been written.",
            [],
            []);

        private static byte[] Cut(byte[] body) => body.Length <= LargestBody ? body : body[..LargestBody];
    }
}
