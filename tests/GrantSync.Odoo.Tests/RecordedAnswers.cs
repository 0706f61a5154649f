using System.Net;
using System.Net.Http.Headers;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class RecordedAnswers
{
    /// <summary>Every recorded exchange that is not Ok, by its number; both versions agree on all of them.</summary>
    private static readonly Dictionary<int, OutcomeKind> NotOk = new()
    {
        [3] = OutcomeKind.Credentials, // authenticate with a bad password: False
        [4] = OutcomeKind.ServerError, // unknown database: fault 1
        [33] = OutcomeKind.Missing, // no budget module: fault 2
        [34] = OutcomeKind.Missing,
        [35] = OutcomeKind.Access, // a technical model: fault 4
        [36] = OutcomeKind.Access,
        [37] = OutcomeKind.Access, // plans without the analytic group
        [38] = OutcomeKind.Access,
        [39] = OutcomeKind.Credentials, // wrong key: fault 3
        [40] = OutcomeKind.Missing, // a user id that does not exist: fault 2
        [50] = OutcomeKind.Refused, // load with an unknown reference: messages
        [51] = OutcomeKind.Refused, // load without a required name
        [53] = OutcomeKind.Refused, // load without the rights: a message, not a fault
        [56] = OutcomeKind.Refused, // create without a plan: fault 2
        [57] = OutcomeKind.Unknown, // create with a bad field: fault 1, which on a write may come after the commit
        [58] = OutcomeKind.Refused, // write to a record that is gone: fault 2
        [69] = OutcomeKind.Refused, // dates the wrong way round
        [83] = OutcomeKind.Refused, // company of an account with postings
        [86] = OutcomeKind.Missing, // unknown model
        [87] = OutcomeKind.ServerError, // unknown method: fault 1
        [88] = OutcomeKind.Access, // private method: fault 4
        [89] = OutcomeKind.ServerError, // bad domain: fault 1
        [90] = OutcomeKind.ServerError,
        [92] = OutcomeKind.Busy, // lost the race of four loads
        [93] = OutcomeKind.Busy,
        [94] = OutcomeKind.Busy,
        [96] = OutcomeKind.ServerError, // not a call at all: fault 1
        [97] = OutcomeKind.NotOdoo, // 404
        [98] = OutcomeKind.ServerError,
        [99] = OutcomeKind.ServerError,
        [100] = OutcomeKind.NotOdoo, // 405
    };

    private static readonly string[] Writing = ["load", "create", "write", "unlink"];

    [Fact]
    public async Task Every_recorded_answer_ends_in_the_kind_that_its_code_and_call_say()
    {
        Assert.Equal(200, Recordings.All.Count);
        foreach (var recording in Recordings.All)
        {
            var outcome = await Replay(recording);
            var expected = NotOk.GetValueOrDefault(recording.Number, OutcomeKind.Ok);
            Assert.True(expected == outcome.Kind, $"{recording}: {outcome.Kind} instead of {expected}. {outcome.Sentence}");
            Assert.EndsWith(".", outcome.Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_recorded_answer_decodes_to_what_the_frameworks_parser_sees()
    {
        foreach (var recording in Recordings.All.Where(one => one.Status == 200))
        {
            Assert.Equal(SystemXmlDecoder.Answer(recording.Response), XmlRpcReader.ReadAnswer(recording.Response));
        }
    }

    [Fact]
    public async Task A_refused_load_names_the_row_the_field_and_the_reason()
    {
        foreach (var series in new[] { "17.0", "18.0" })
        {
            var outcome = await Replay(Recordings.Of(series, 50));
            Assert.Equal(["plan_id", "plan_id"], outcome.Rows.Select(row => row.Field)); // unknown, and therefore missing
            Assert.All(outcome.Rows, row => Assert.Equal(1, row.Row));
            Assert.Contains("grantsync_acme.no_such_plan", outcome.Rows[0].Message, StringComparison.Ordinal);
            Assert.StartsWith("Odoo refused a row: ", outcome.Sentence, StringComparison.Ordinal);
            Assert.Contains("grantsync_acme.no_such_plan", outcome.Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_a_servers_traceback_only_the_last_line_is_shown()
    {
        var outcome = await Replay(Recordings.Of("17.0", 4));
        Assert.Equal(1, outcome.FaultCode);
        Assert.StartsWith("psycopg2.OperationalError: ", outcome.FaultText, StringComparison.Ordinal);
        Assert.EndsWith("""database "no_such_db" does not exist""", outcome.FaultText, StringComparison.Ordinal);
    }

    private static async Task<OdooOutcome<XmlRpcValue>> Replay(Recording recording)
    {
        using var http = new HttpClient(new Player(recording));
        using var post = new OdooPost(http, new Uri("http://odoo.example/"), recording.Request ?? [], () => false, new OdooLimits());
        await post.Exchange(CancellationToken.None);
        return OutcomeRules.Judge(CallOf(recording), ReplyReader.Read(post, maxDepth: 64), OdooExchange.None);
    }

    /// <summary>The recorded call, be it one that this library would never send.</summary>
    private static OdooCall<XmlRpcValue> CallOf(Recording recording)
    {
        var (model, method, rows) = ("", "none", 1);
        if (recording.Name.Contains("race-load", StringComparison.Ordinal)) { (model, method) = ("account.analytic.account", "load"); }
        else if (recording.Status == 200 && recording.Number < 96)
        {
            var request = XmlRpcReader.ReadCall(recording.Request);
            method = request.Method;
            if (method == "execute_kw")
            {
                (model, method) = (request.Params[3].Text!, request.Params[4].Text!);
                rows = method == "load" ? request.Params[5].Items![1].Items!.Count : 0;
            }
        }
        return new OdooCall<XmlRpcValue>("object", model, method, answer => method switch
        {
            "load" => LoadAnswer.Read(answer, rows) is { } read ? new(read.Kind, answer, read.Rows, read.Text) : null,
            "authenticate" => Answers.UserId(answer) is { } read ? new(read.Kind, answer, []) : null,
            _ => Answers.Ok(answer),
        })
        { Writes = Writing.Contains(method) };
    }

    private sealed class Player(Recording recording) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage((HttpStatusCode)recording.Status) { Content = new ByteArrayContent(recording.Response) };
            response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(recording.ContentType);
            return Task.FromResult(response);
        }
    }
}
