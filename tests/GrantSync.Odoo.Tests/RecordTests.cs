using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class RecordTests
{
    private static readonly OdooRecord Record = new(XmlRpcValue.Struct(
        ("id", 7), ("name", "Travel"), ("code", false), ("active", true), ("amount", -1250.1), ("whole", 3), ("huge", 1e300),
        ("partner_id", XmlRpcValue.Array(64, "EU")), ("parent_id", false), ("company_ids", XmlRpcValue.Array(1, 2))));

    [Fact]
    public void Fields_are_read_by_what_they_hold()
    {
        Assert.Equal(7, Record.Id);
        Assert.Equal("Travel", Record.Text("name"));
        Assert.True(Record.Flag("active"));
        Assert.Equal(-1250.1m, Record.Money("amount"));
        Assert.Equal(3m, Record.Money("whole"));
        Assert.Equal(3.0, Record.Number("whole"));
        Assert.Equal((64, "EU"), Record.Many2One("partner_id"));
        Assert.Equal([1, 2], Record.Ids("company_ids"));
    }

    [Fact]
    public void Odoos_False_reads_as_empty_and_absent_is_still_another_thing()
    {
        Assert.Null(Record.Text("code"));
        Assert.Null(Record.Many2One("parent_id"));
        Assert.Null(Record.Money("code"));
        Assert.Null(Record.Money("huge"));
        Assert.Empty(Record.Ids("parent_id"));
        Assert.True(Record.Has("code"));
        Assert.False(Record.Has("date"));
        Assert.Null(Record.Text("date"));
    }

    [Fact]
    public void Recorded_fields_of_both_versions_are_understood()
    {
        foreach (var series in new[] { "17.0", "18.0" })
        {
            var answer = SystemXmlDecoder.Answer(Recordings.Of(series, 44).Response).Value;
            var fields = Answers.Fields(answer)!.Value!;
            Assert.Equal("monetary", fields["amount"].Type);
            Assert.Equal("account.analytic.account", fields.Values.First(field => field.Label == "Donor budget line").Relation);
            Assert.Equal(answer.Members!.Count, fields.Count);
        }
    }

    [Fact]
    public async Task Pages_go_on_by_id_until_one_is_short()
    {
        var odoo = new ThousandRecords(25);
        var pages = await odoo.SearchReadAll("res.partner", OdooDomain.Where("active", "=", true), ["name"], pageSize: 10).ToListAsync();
        Assert.Equal([10, 10, 5], pages.Select(page => page.Value!.Count));
        Assert.Equal(Enumerable.Range(1, 25), pages.SelectMany(page => page.Value!).Select(record => record.Id));
    }

    [Fact]
    public async Task Pages_end_at_the_first_outcome_that_is_not_ok()
    {
        var odoo = new ThousandRecords(1000) { FailAfter = 20 };
        var pages = await odoo.SearchReadAll("res.partner", OdooDomain.All, ["name"], pageSize: 10).ToListAsync();
        Assert.Equal([OutcomeKind.Ok, OutcomeKind.Ok, OutcomeKind.Busy], pages.Select(page => page.Kind));
    }

    /// <summary>A model of a server that holds records 1 to <paramref name="count"/>; it needs nothing that is not public.</summary>
    private sealed class ThousandRecords(int count) : IOdooClient
    {
        public int FailAfter { get; init; } = int.MaxValue;

        public Task<OdooOutcome<T>> Send<T>(OdooCall<T> call, CancellationToken cancellationToken)
        {
            var last = (int)call.Args[0].Items![^1].Items![2].Int!;
            var limit = (int)call.Kwargs.Single(named => named.Key == "limit").Value.Int!;
            OdooReply reply = last >= FailAfter
                ? new OdooReply.HttpStatus(503)
                : new OdooReply.Answer(XmlRpcValue.Array(
                    [.. Enumerable.Range(last + 1, Math.Min(limit, count - last)).Select(id => XmlRpcValue.Struct(("id", id)))]));
            return Task.FromResult(OutcomeRules.Judge(call, reply, OdooExchange.None));
        }
    }
}
