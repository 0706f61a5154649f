using System.Text;
using System.Text.Json;
using GrantSync.Application.SyncLog;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.SyncLog;

/// <summary>Alone: the heap that is watched is the whole process's.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("Alone")]
public sealed class LogExportTests(TestDatabase database)
{
    private const int Many = 50_000;

    [Theory]
    [InlineData(LogFormat.Csv)]
    [InlineData(LogFormat.JsonLines)]
    public async Task Fifty_thousand_rows_leave_in_pages_and_never_stand_in_memory_together(LogFormat format)
    {
        await using var organisation = await Organisation.Start(database, connect: false);

        // put there as the tables' owner can: sealing so many one by one takes longer than the export
        await organisation.Query(db => db.Database.ExecuteSqlRawAsync("alter table sync_log disable trigger user"));
        await organisation.Query(db => db.Database.ExecuteSqlAsync(
            $"""
            insert into sync_log (tenant_id, at, direction, entity, operation, keys, model, method, attempt, completed_at, outcome, error)
            select {organisation.Tenant}, {organisation.Clock.GetUtcNow()} - n * interval '1 second', 'write', 'budget_line', 'upsert', array['k:' || n, 'l:' || n, 'm:' || n, 'n:' || n], 'm', 'load', 1,
                now(), 'refused', '=cmd|' || repeat('x', 300)
            from generate_series(1, {Many}) n
            """));
        await using var file = new CountingStream();

        var lines = await organisation.Export(new ExportSyncLog(new ReadSyncLog { Outcome = "trouble" }, format), async (export, stop) =>
        {
            await export.Write(file, stop);
            return file.Lines;
        });

        Assert.Equal(format == LogFormat.Csv ? Many + 1 : Many, lines);
        Assert.True(file.Bytes > 18_000_000, $"{file.Bytes} bytes");
        // what a page of a thousand rows needs, however many were written
        Assert.InRange(file.LargestGrowth, long.MinValue, 12_000_000);
        Assert.InRange(file.LargestWrite, 1, 2_000_000);
    }

    [Fact]
    public async Task A_csv_runs_no_formula_and_json_lines_hold_the_bodies()
    {
        await using var organisation = await Organisation.Start(database);
        await LogRows.Put(organisation, organisation.Clock.GetUtcNow().AddMinutes(-1), 1, _ => new("project", "refused", "=HYPERLINK(\"http://evil\")"));
        organisation.Clock.Advance(TimeSpan.FromSeconds(1));

        var (name, csv) = await organisation.Export(new ExportSyncLog(new ReadSyncLog { Entity = "project" }, LogFormat.Csv), Read);
        Assert.Equal($"sync-log {organisation.Tenant} until {organisation.Clock.GetUtcNow():yyyy-MM-dd}.csv", name);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", csv, StringComparison.Ordinal);

        var (_, lines) = await organisation.Export(new ExportSyncLog(new ReadSyncLog { Method = "authenticate" }, LogFormat.JsonLines, Bodies: true), Read);
        using var line = JsonDocument.Parse(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0]);
        Assert.Contains("<methodName>authenticate</methodName>", line.RootElement.GetProperty("request").GetString(), StringComparison.Ordinal);
        Assert.Contains("***", line.RootElement.GetProperty("request").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sync-key", lines, StringComparison.Ordinal);

        var (_, nothing) = await organisation.Export(new ExportSyncLog(new ReadSyncLog { Key = "nobody" }, LogFormat.Csv), Read);
        Assert.Single(nothing.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<(string Name, string Text)> Read(LogFile file, CancellationToken cancellationToken)
    {
        using var to = new MemoryStream();
        await file.Write(to, cancellationToken);
        return (file.Name, Encoding.UTF8.GetString(to.ToArray()));
    }

    /// <summary>Counts what passes and keeps nothing; watches how much the heap holds meanwhile.</summary>
    private sealed class CountingStream : Stream
    {
        private readonly long before = GC.GetTotalMemory(forceFullCollection: true);
        private long nextLook = 2_000_000;

        public long Bytes { get; private set; }

        public int Lines { get; private set; }

        public int LargestWrite { get; private set; }

        public long LargestGrowth { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Take(buffer.Span);
            return ValueTask.CompletedTask;
        }

        private void Take(ReadOnlySpan<byte> part)
        {
            (Bytes, Lines, LargestWrite) = (Bytes + part.Length, Lines + part.Count((byte)'\n'), Math.Max(LargestWrite, part.Length));
            if (Bytes >= nextLook)
            {
                nextLook += 2_000_000;
                LargestGrowth = Math.Max(LargestGrowth, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }
    }
}
