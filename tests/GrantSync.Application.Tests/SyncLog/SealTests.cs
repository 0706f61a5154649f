using System.Text;
using FsCheck.Fluent;
using GrantSync.Application.Storage;
using GrantSync.Application.SyncLog;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Application.Tests.SyncLog;

/// <summary>Whoever has the database in their hands can do anything to the log but unseen.</summary>
public sealed class SealTests(TestDatabase database)
{
    private const string Some = "(select array_agg(id order by seal_number) from sync_log where seal_number is not null)";

    [Fact]
    public async Task A_log_that_nobody_touched_is_whole()
    {
        await using var organisation = await Organisation.Start(database);
        var proof = await Prove(organisation);
        Assert.Null(proof.Fault);
        Assert.Equal((await organisation.Log()).Count, proof.Rows);
        Assert.Equal(proof.Rows, proof.Anchor.Number);
        Assert.Equal((0, 0, 0), (proof.Open, proof.Uncovered, proof.Dropped));

        // an anchor stays true while the log goes on
        await organisation.Connect();
        var later = Assert.Single(await organisation.Expect(new VerifyLog(null, [proof.Anchor])));
        Assert.Null(later.Fault);
        Assert.True(later.Rows > proof.Rows);
    }

    [Theory]
    [InlineData($"update sync_log set error = 'nothing happened' where id = ({Some})[3]", "[3]", "changed, or moved")]
    [InlineData($"update sync_log set at = at + interval '1 microsecond' where id = ({Some})[3]", "[3]", "changed, or moved")]
    [InlineData($"update sync_log set keys = array['a', 'b'] where id = ({Some})[3]", "[3]", "changed, or moved")]
    [InlineData($"update sync_log set user_id = null, outcome = 'ok', latency_milliseconds = 1 where id = ({Some})[2]", "[2]", "changed, or moved")]
    [InlineData($"delete from sync_log where id = ({Some})[3]", "[4]", "Number 3 is missing")]
    [InlineData($"delete from sync_log where id in (({Some})[2], ({Some})[3])", "[4]", "Numbers 2 to 3 are missing")]
    [InlineData($"update sync_log set seal_number = 5 - seal_number where seal_number in (2, 3)", "[3]", "changed, or moved")]
    [InlineData($"insert into sync_log (tenant_id, at, direction, entity, operation, keys, model, method, attempt, completed_at, outcome, seal_number, seal) select tenant_id, at, direction, entity, operation, keys, model, method, attempt, completed_at, outcome, 3, seal from sync_log where seal_number = 3", null, "it was put in")]
    [InlineData($"insert into sync_log (tenant_id, at, direction, entity, operation, keys, model, method, attempt, completed_at, outcome) select tenant_id, at, direction, entity, operation, keys, model, method, attempt, completed_at, 'ok' from sync_log where seal_number = 3", null, "carries no seal")]
    [InlineData($"update sync_log set seal = null, seal_number = null where id = ({Some})[3]", "[3]", "carries no seal")]
    [InlineData($"update sync_log_bodies set response = 'fine' where log_id = ({Some})[3]", "[3]", "bodies of row")]
    [InlineData($"delete from sync_log_bodies where log_id = ({Some})[3]", "[3]", "are missing: they were removed")]
    [InlineData($"delete from sync_log where seal_number > 4", null, "cut off")]
    [InlineData($"delete from sync_log", null, "cut off")]
    [InlineData($"update sync_log_chains set last_number = last_number - 1", null, "the chain's own row was changed")]
    [InlineData($"update sync_log_chains set last_seal = sha256('x')", null, "the chain's own row was changed")]
    [InlineData($"delete from sync_log_chains", null, "The chain itself is missing")]
    public async Task Whatever_is_done_to_it_behind_the_triggers_is_found_and_named(string tampering, string? which, string sentence)
    {
        await using var organisation = await Organisation.Start(database);
        var ids = (await organisation.Log()).OrderBy(r => r.SealNumber).Select(r => r.Id).ToList();
        await Tamper(organisation, tampering);
        var fault = (await Prove(organisation)).Fault;
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
        if (which is not null)
        {
            Assert.Contains($"ow {ids[which[1] - '1']} of", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_log_that_was_cut_with_its_chain_or_written_anew_is_found_by_its_anchor()
    {
        await using var organisation = await Organisation.Start(database);
        var anchor = (await Prove(organisation)).Anchor;
        await Tamper(organisation, "delete from sync_log where seal_number > 3; update sync_log_chains c set last_number = 3, last_seal = (select seal from sync_log where seal_number = 3)");
        Assert.Null((await Prove(organisation)).Fault);
        var cut = Assert.Single(await organisation.Expect(new VerifyLog(null, [anchor])));
        Assert.Contains("cut off, and the chain with them", cut.Fault, StringComparison.Ordinal);

        await using var other = await Organisation.Start(database);
        anchor = (await Prove(other)).Anchor;
        await Tamper(
            other,
            """
            do $$
            declare n bigint; before bytea := (select sync_log_genesis(tenant_id, earlier_digest) from sync_log_chains);
            begin
                update sync_log set error = 'rewritten' where seal_number = 2;
                for n in select seal_number from sync_log where seal_number is not null order by 1
                loop
                    update sync_log r set seal = sync_log_seal(before, n, r) where seal_number = n returning seal into before;
                end loop;
                update sync_log_chains set last_seal = before;
            end
            $$
            """);
        Assert.Null((await Prove(other)).Fault);
        var anew = Assert.Single(await other.Expect(new VerifyLog(other.Tenant, [anchor])));
        Assert.Contains("written anew", anew.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_from_before_sealing_are_covered_by_one_digest()
    {
        await using var organisation = await Organisation.Start(database);

        // as the migration finds it: rows without seals, and a chain that begins behind them
        await Tamper(
            organisation,
            """
            update sync_log set seal = null, seal_number = null, body_digest = null;
            update sync_log_chains c set began_at = now(), earlier_rows = (select count(*) from sync_log), earlier_digest = sync_log_digest_of_earlier(tenant_id), last_number = 0;
            update sync_log_chains set last_seal = sync_log_genesis(tenant_id, earlier_digest)
            """);
        await organisation.Connect();
        var proof = await Prove(organisation);
        Assert.Null(proof.Fault);
        Assert.True(proof.Earlier > 3 && proof.Rows > 3);
        await Tamper(organisation, "update sync_log set error = 'x' where id = (select min(id) from sync_log)");
        Assert.Contains("before sealing began", (await Prove(organisation)).Fault, StringComparison.Ordinal);
        await Tamper(organisation, "delete from sync_log where id = (select min(id) from sync_log)");
        Assert.Contains("are missing", (await Prove(organisation)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_and_the_database_write_the_same_words_of_a_row()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        await using var source = NpgsqlDataSource.Create(organisation.ConnectionString);
        var any = from keys in Gen.ArrayOf(Text)
                  from texts in Gen.ArrayOf(Text, 4)
                  from ticks in Gen.Choose(0, int.MaxValue)
                  from number in Gen.Choose(-3, int.MaxValue)
                  select new SyncLogRow
                  {
                      Id = number + 7L,
                      TenantId = organisation.Tenant,
                      At = DateTimeOffset.UnixEpoch.AddDays(ticks % 40_000).AddMicroseconds(ticks),
                      Direction = number % 2 == 0 ? CallDirection.Write : CallDirection.Read,
                      Entity = texts[0] ?? "",
                      Operation = "upsert",
                      Keys = [.. keys.OfType<string>()],
                      Model = texts[1] ?? "",
                      Method = "load",
                      TraceId = texts[2],
                      UserId = number < 0 ? null : number,
                      CompletedAt = number < 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(ticks * 1000L),
                      Error = texts[3],
                      BodyDigest = number < 0 ? null : [1, 2, 255],
                  };
        foreach (var row in any.Sample(200))
        {
            var ours = new StringBuilder();
            Seal.Write(ours, row);
            await using var command = source.CreateCommand(
                """
                select sync_log_words(row(r.*)::sync_log) from (select ($1::sync_log).*) r
                """.Replace("($1::sync_log)", "(jsonb_populate_record(null::sync_log, $1))", StringComparison.Ordinal));
            command.Parameters.Add(new NpgsqlParameter { Value = Json(row), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
            Assert.Equal((string)(await command.ExecuteScalarAsync())!, ours.ToString());
        }
    }

    /// <summary>Short texts with what breaks separators, bytes and columns; null now and then. PostgreSQL keeps no NUL.</summary>
    private static FsCheck.Gen<string?> Text => Gen.Elements<string?>(null, "", "a", "3:abc,", "-,", "é€😀", "line\nbreak", "'; drop", "long " + new string('x', 300));

    private static string Json(SyncLogRow row) => System.Text.Json.JsonSerializer.Serialize(new
    {
        id = row.Id,
        tenant_id = row.TenantId,
        at = row.At,
        direction = row.Direction == CallDirection.Write ? "write" : "read",
        entity = row.Entity,
        operation = row.Operation,
        keys = row.Keys,
        model = row.Model,
        method = row.Method,
        attempt = row.Attempt,
        trace_id = row.TraceId,
        user_id = row.UserId,
        completed_at = row.CompletedAt,
        error = row.Error,
        body_digest = row.BodyDigest is null ? null : @"\x" + Convert.ToHexStringLower(row.BodyDigest),
    });

    private static async Task<LogProof> Prove(Organisation organisation) => Assert.Single(await organisation.Expect(new VerifyLog(null, [])));

    /// <summary>With the triggers off, as the tables' owner can.</summary>
    private static async Task Tamper(Organisation organisation, string sql)
    {
        await using var source = NpgsqlDataSource.Create(organisation.ConnectionString);
        await using var command = source.CreateCommand(
            $"""
            select set_config('grantsync.tenant', '*', false);
            alter table sync_log disable trigger user; alter table sync_log_bodies disable trigger user; alter table sync_log_chains disable trigger user;
            {sql};
            alter table sync_log enable trigger user; alter table sync_log_bodies enable trigger user; alter table sync_log_chains enable trigger user;
            """);
        await command.ExecuteNonQueryAsync();
    }
}
