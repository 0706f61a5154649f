using System.Buffers;
using System.Globalization;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class RecordedRequests
{
    private static readonly IReadOnlyList<string> AccountFields = ["id", "name", "code", "plan_id/id", "company_id/.id"];

    private static readonly int[] NotCalls = [96, 97, 98, 99, 100];

    private static IEnumerable<Recording> Calls => Recordings.All.Where(one => one.Request is not null && !NotCalls.Contains(one.Number));

    [Fact]
    public void Every_recorded_request_is_written_again_byte_for_byte()
    {
        foreach (var recording in Calls)
        {
            var call = XmlRpcReader.ReadCall(recording.Request);
            var expected = SystemXmlDecoder.Call(recording.Request!);
            Assert.Equal(expected.Method, call.Method);
            Assert.Equal(expected.Params, call.Params);

            var output = new ArrayBufferWriter<byte>();
            XmlRpcWriter.WriteCall(output, call.Method, call.Params);
            Assert.True(output.WrittenSpan.SequenceEqual(recording.Request), recording.ToString());
        }
    }

    [Fact]
    public void Requests_that_are_not_calls_are_refused_by_our_reader_too()
    {
        foreach (var recording in Recordings.All.Where(one => one.Request is not null && NotCalls.Contains(one.Number)))
        {
            Assert.Throws<XmlRpcFormatException>(() => XmlRpcReader.ReadCall(recording.Request));
        }
    }

    [Theory]
    [InlineData("17.0")]
    [InlineData("18.0")]
    public void Typed_calls_are_what_was_recorded(string series)
    {
        var major = int.Parse(series[..2], CultureInfo.InvariantCulture);
        var plans = major >= 18 ? 6 : 5;
        var account = major >= 18 ? "account_id/id" : "analytic_account_id/id";
        var partner = Params(Recordings.Of(series, 67))[5].Items![1].Items![0].Items![2].Text!;
        var limit = XmlRpcReader.ReadCall(Recordings.Of(series, 80).Request).Params[6]["limit"]!.Value.Int;

        Same(series, 1, OdooCalls.Version());
        Same(series, 6, OdooCalls.ContextGet());
        Same(series, 7, OdooCalls.HasGroup(8, major, "analytic.group_analytic_accounting"));
        Same(series, 10, OdooCalls.HasGroup(8, major, "base.group_system"));
        Same(series, 11, OdooCalls.CheckAccessRights("account.analytic.plan", "read"));
        Same(series, 26, OdooCalls.CheckAccessRights("account.move", "unlink"));
        Same(series, 28, OdooCalls.SearchRead("res.company", OdooDomain.All, ["name", "currency_id", "parent_id"], 0));
        Same(series, 41, OdooCalls.SearchRead(
            "account.analytic.plan", OdooDomain.Where("parent_id", "=", false), ["name", "parent_id", "default_applicability"], 0));
        Same(series, 77, OdooCalls.ReadGroup(
            "account.analytic.line",
            OdooDomain.Where(OdooDialect.PlanColumn(plans - 1), "=", (int)Params(Recordings.Of(series, 77))[5].Items![0].Items![0].Items![2].Int!.Value),
            ["amount:sum"],
            [OdooDialect.PlanColumn(plans - 1), OdooDialect.PlanColumn(plans)]));
        Same(series, 42, OdooCalls.Load("account.analytic.plan", ["id", "name"],
        [
            ["grantsync_acme.plan_project", "GrantSync Project"],
            ["grantsync_acme.plan_category", "Donor budget line"],
            ["grantsync_acme.plan_detail", "Donor budget detail"],
        ]));
        Same(series, 48, OdooCalls.Load("account.analytic.account", AccountFields,
        [
            ["grantsync_acme.det_1", "Directrice de projet — Côte d’Ivoire", "HR/1.1.1.a", "grantsync_acme.plan_detail", ""],
            ["grantsync_acme.det_2", "International flights ✈", "TRV/2.1", "grantsync_acme.plan_detail", ""],
        ]));
        Same(series, 62, OdooCalls.SearchRead(
            "account.analytic.account", OdooDomain.Where("id", "in", Params(Recordings.Of(series, 62))[5].Items![0].Items![0].Items![2]),
            ["code", "active"], 0, order: "", new OdooContext(ActiveTest: false)));
        Same(series, 66, OdooCalls.SearchRead(
            "account.analytic.account",
            OdooDomain.Where("plan_id", "=", plans).And("code", "in", XmlRpcValue.Texts(["HR", "TRV", "IND"])),
            ["id", "code", "name"], 0, "code"));
        Same(series, 67, OdooCalls.Load(
            "project.project", ["id", "name", "partner_id/.id", "company_id/.id", account, "date_start", "date"],
            [["grantsync_acme.project_1", "Civic Voices Ethiopia", partner, "", "grantsync_acme.prj_1", "2026-01-01", "2028-12-31"]]));
        Same(series, 80, OdooCalls.SearchRead(
            "account.account", OdooDomain.All, ["code", "name", "account_type", "reconcile", "deprecated"], (int)limit!, "code"));
        Same(series, 95, OdooCalls.SearchCount("account.analytic.account", OdooDomain.Where("code", "=", "RACE")));
    }

    [Theory]
    [InlineData("17.0")]
    [InlineData("18.0")]
    public void Authenticate_sends_what_was_recorded(string series)
    {
        var recorded = Params(Recordings.Of(series, 2));
        var login = new OdooLogin(
            new OdooAddress(new Uri("http://odoo.example"), recorded[0].Text!), recorded[1].Text!, 0, new OdooKey(recorded[2].Text!));
        Assert.True(CallEncoder.Encode(OdooCalls.Authenticate(), login).Body.Span.SequenceEqual(Recordings.Of(series, 2).Request));
    }

    /// <summary>Encodes the call as the recorded user and compares the bytes, and sees that its answer is understood.</summary>
    private static void Same<T>(string series, int number, OdooCall<T> call)
    {
        var recording = Recordings.Of(series, number);
        var recorded = Params(recording);
        var (database, uid, key) = recorded.Count > 2 ? (recorded[0].Text!, (int)recorded[1].Int!, recorded[2].Text!) : ("", 0, "");
        var login = new OdooLogin(new OdooAddress(new Uri("http://odoo.example"), database), "", uid, new OdooKey(key));
        var body = CallEncoder.Encode(call, login).Body;
        Assert.Equal(recorded, XmlRpcReader.ReadCall(body.Span).Params);
        Assert.True(body.Span.SequenceEqual(recording.Request), recording.ToString());
        Assert.True(AllowedCalls.Contains(call.Service, call.Model, call.Method));

        var answer = XmlRpcReader.ReadAnswer(recording.Response);
        Assert.Equal(OutcomeKind.Ok, call.Read(answer.Value)?.Kind);
    }

    private static IReadOnlyList<XmlRpcValue> Params(Recording recording) => XmlRpcReader.ReadCall(recording.Request).Params;
}
