using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class OutcomeRulesTests
{
    private const string Traceback = "Traceback (most recent call last):\n  File\n";

    [Theory]
    [InlineData("External ID not found in the system: a.b", OutcomeKind.Missing)]
    [InlineData(Traceback + "ValueError: External ID not found in the system: a.b\n", OutcomeKind.Missing)]
    [InlineData(Traceback + "ValueError: Identifiant externe introuvable : a.b\n", OutcomeKind.Missing)]
    [InlineData(Traceback + "psycopg2.OperationalError: server closed it\nLINE 1: ^\n", OutcomeKind.ServerError)]
    [InlineData(Traceback + "KeyError: 'no_such_db'\n", OutcomeKind.ServerError)]
    public void A_missing_external_id_is_told_from_a_broken_server_by_the_exceptions_class(string text, OutcomeKind expected) =>
        Assert.Equal(expected, Judge(OdooCalls.CheckObjectReference("a", "b"), new OdooReply.Fault(1, text)).Kind);

    [Fact]
    public void An_external_id_is_read_with_its_model()
    {
        var outcome = Judge(OdooCalls.CheckObjectReference("a", "b"), new OdooReply.Answer(XmlRpcValue.Array("account.analytic.plan", 4)));
        Assert.Equal(new ExternalReference("account.analytic.plan", 4), outcome.Value);
    }

    [Fact]
    public void Every_reply_has_a_rule_and_a_sentence_for_writes_and_reads()
    {
        OdooReply[] replies =
        [
            new OdooReply.Answer(XmlRpcValue.Nil), new OdooReply.Garbled(true, "a page"), new OdooReply.Garbled(false, "cut"),
            new OdooReply.Lost("reset"), new OdooReply.Unsent("refused"), new OdooReply.Unsendable([new(0, "name", "a bell")]),
            .. Enumerable.Range(-1, 8).Select(code => new OdooReply.Fault(code, "why")),
            .. Enumerable.Range(0, 1000).Where(status => status != 200).Select(status => new OdooReply.HttpStatus(status)),
        ];
        foreach (var reply in replies)
        {
            var write = Judge(Given.Write, reply);
            var read = Judge(Given.Read, reply);
            Assert.NotEqual(OutcomeKind.Ok, write.Kind);
            Assert.NotEqual(OutcomeKind.Unknown, read.Kind);
            Assert.NotEqual(OutcomeKind.ServerError, write.Kind);
            Assert.NotEqual(OutcomeKind.Missing, write.Kind);
            Assert.All([write.Sentence, read.Sentence], sentence => Assert.Matches(@"^[A-Z].+\.$", sentence));
        }
    }

    [Fact]
    public void Rows_that_only_met_a_concurrent_update_are_not_blamed_beside_a_bad_one()
    {
        const string concurrent = "could not serialize access due to concurrent update\n";
        Assert.Equal(OutcomeKind.Busy, Judge(Given.Write, Refusal((0, concurrent), (1, concurrent))).Kind);
        var mixed = Judge(Given.Write, Refusal((0, concurrent), (1, "No such plan")));
        Assert.Equal(OutcomeKind.Refused, mixed.Kind);
        Assert.Equal([new RowRefusal(1, null, "No such plan")], mixed.Rows);
    }

    [Fact]
    public void A_load_that_answers_fewer_ids_than_rows_is_unknown()
    {
        var one = XmlRpcValue.Struct(("ids", XmlRpcValue.Array(4)), ("messages", XmlRpcValue.Array()));
        Assert.Equal(OutcomeKind.Unknown, Judge(Given.Write, new OdooReply.Answer(one)).Kind);
    }

    [Fact]
    public void The_version_of_Odoo_Online_has_its_major_number_in_text()
    {
        var answer = XmlRpcValue.Struct(
            ("server_version", "saas~18.2+e"), ("server_serie", "saas~18.2"), ("server_version_info", XmlRpcValue.Array("saas~18", 2, 0)));
        Assert.Equal(new OdooVersion(18, "saas~18.2", "saas~18.2+e"), Judge(OdooCalls.Version(), new OdooReply.Answer(answer)).Value);
    }

    private static OdooOutcome<T> Judge<T>(OdooCall<T> call, OdooReply reply) => OutcomeRules.Judge(call, reply, OdooExchange.None);

    private static OdooReply.Answer Refusal(params (int Row, string Message)[] messages) => new(XmlRpcValue.Struct(
        ("ids", false),
        ("messages", XmlRpcValue.Array([.. messages.Select(one =>
            XmlRpcValue.Struct(("record", one.Row), ("type", "error"), ("message", one.Message)))]))));
}
