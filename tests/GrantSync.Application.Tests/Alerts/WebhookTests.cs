using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using GrantSync.Application.Alerts;
using GrantSync.Application.Health;
using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Tests.Alerts;

/// <summary>Alerts as HTTP posts: once, signed, in the shape that each receiver reads, and nothing secret in sight.</summary>
public sealed class WebhookTests(TestDatabase database)
{
    [Fact]
    public async Task An_incident_is_told_once_however_often_it_is_put_and_delivered()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        await desk.Channel(ChannelKind.Webhook, far.Address + "/hook");
        var incident = await desk.Incident();
        await desk.Put(incident, AlertKind.Red);
        await desk.Put(incident, AlertKind.Red);

        await desk.Deliver();
        desk.Clock.Advance(TimeSpan.FromHours(3));
        await desk.Deliver();
        await desk.Deliver(all: true);

        var received = Assert.Single(far.All);
        var delivery = Assert.Single(await desk.Deliveries());
        Assert.Equal((DeliveryState.Delivered, 1, null), (delivery.State, delivery.Attempts, delivery.Problem));
        Assert.Equal(delivery.Id.ToString(), received.Heads["GrantSync-Delivery"]);
        Assert.Equal("/hook", received.Path);
        var body = received.Json;
        Assert.Equal(delivery.Id.ToString(), (string)body["id"]!);
        Assert.Equal(("red", "acme", "Acme Relief", incident.Id, "unreachable"),
            ((string)body["kind"]!, (string)body["tenant"]!, (string)body["organisation"]!, (long)body["incident"]!, (string)body["cause"]!));
        Assert.Equal(incident.Problem, (string)body["problem"]!);
        Assert.StartsWith("Open the address in a browser", (string)body["firstStep"]!, StringComparison.Ordinal);
        Assert.Equal($"https://grantsync.example.org/incidents/{incident.Id}", (string)body["link"]!);
    }

    [Fact]
    public async Task A_receiver_that_has_the_secret_can_check_the_signature_and_nobody_else_can_make_one()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        var secret = (await desk.Channel(ChannelKind.Webhook, far.Address)).Secret!;
        await desk.Put(await desk.Incident(), AlertKind.Red);
        await desk.Deliver();

        // as docs/manual/alerts.md tells a receiver to do it
        var received = Assert.Single(far.All);
        byte[] signed = [.. Encoding.ASCII.GetBytes(received.Heads["GrantSync-Timestamp"] + "."), .. received.Body];
        string Expected(string key) => "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), signed));
        Assert.Equal(Expected(secret), received.Heads["GrantSync-Signature"]);
        Assert.NotEqual(Expected(secret + "x"), received.Heads["GrantSync-Signature"]);
        Assert.Equal(desk.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), received.Heads["GrantSync-Timestamp"]);

        // the former secret signs nothing any more
        var channel = (await desk.Send(new ListChannels())).Value.Channels.Single();
        var changed = (await desk.Send(new SaveChannel(channel.Id, channel.Kind, channel.Name, null, true, true, true, NewSecret: true))).Value.Secret!;
        Assert.NotEqual(secret, changed);
        Assert.True((await desk.Send(new TryChannel(channel.Id))).Value.Delivered);
        var trial = far.All.Last();
        signed = [.. Encoding.ASCII.GetBytes(trial.Heads["GrantSync-Timestamp"] + "."), .. trial.Body];
        Assert.Equal(Expected(changed), trial.Heads["GrantSync-Signature"]);
        Assert.Equal("trial", (string)trial.Json["kind"]!);
    }

    [Theory]
    [InlineData(500, "failed by itself (500)")]
    [InlineData(302, "points to another address (302), which is not followed")]
    [InlineData(404, "knows no such address (404)")]
    [InlineData(403, "does not let GrantSync in (403)")]
    [InlineData(429, "asks for fewer messages (429)")]
    public async Task What_is_refused_is_said_and_tried_again_and_then_delivered_once(int status, string words)
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        await using var elsewhere = await FarSide.Open();
        var usual = far.Answer;
        far.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = elsewhere.Address;
            return Task.CompletedTask;
        };
        await desk.Channel(ChannelKind.Webhook, far.Address);
        await desk.Put(await desk.Incident(), AlertKind.Red);
        await desk.Deliver();

        var delivery = Assert.Single(await desk.Deliveries());
        Assert.Contains(words, delivery.Problem, StringComparison.Ordinal);
        Assert.Equal((DeliveryState.Waiting, desk.Clock.GetUtcNow().AddSeconds(30)), (delivery.State, delivery.NextAt));
        Assert.Contains(words, (await desk.Send(new ListChannels())).Value.Channels.Single().Failing, StringComparison.Ordinal);

        far.Answer = usual;
        await desk.Deliver();
        Assert.Single(far.All);
        desk.Clock.Advance(TimeSpan.FromSeconds(30));
        await desk.Deliver();

        delivery = Assert.Single(await desk.Deliveries());
        Assert.Equal((DeliveryState.Delivered, 2, null), (delivery.State, delivery.Attempts, delivery.Problem));
        Assert.Equal([delivery.Id.ToString(), delivery.Id.ToString()], far.All.Select(r => r.Heads["GrantSync-Delivery"]));
        Assert.Null((await desk.Send(new ListChannels())).Value.Channels.Single().Failing);
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task A_channel_that_hangs_or_is_not_there_holds_up_no_other()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        await using var hanging = await FarSide.Open();
        hanging.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await desk.Channel(ChannelKind.Webhook, hanging.Address, name: "Hangs");
        await desk.Channel(ChannelKind.Slack, "http://127.0.0.1:9/x", name: "Nobody there");
        await desk.Channel(ChannelKind.Email, "a@example.org", name: "No mail server");
        await desk.Channel(ChannelKind.Webhook, far.Address, name: "Well");
        foreach (var cause in new[] { HealthCause.Unreachable, HealthCause.Slow, HealthCause.BadKey })
        {
            await desk.Put(await desk.Incident(cause), AlertKind.Red);
        }

        var delivering = desk.Deliver();
        var limit = Stopwatch.StartNew();
        while (far.All.Count < 3)
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(20));
            Assert.False(delivering.IsCompleted, "The others came before the one that hangs was given up");
            await Task.Yield();
        }

        await delivering;
        var problems = (await desk.Deliveries()).Where(d => d.Problem is not null).Select(d => d.Problem!).ToList();
        Assert.Equal(3, problems.Count);
        Assert.Contains(problems, p => p.EndsWith("gave no answer within 2 s.", StringComparison.Ordinal));
        Assert.Contains("Nobody listens at 127.0.0.1:9.", problems);
        Assert.Contains(problems, p => p.StartsWith("GrantSync has no mail server yet.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_nodes_deliver_once()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var other = desk.Beside();
        await using var far = await FarSide.Open();
        await desk.Channel(ChannelKind.Webhook, far.Address);
        foreach (var cause in Enum.GetValues<HealthCause>())
        {
            await desk.Put(await desk.Incident(cause), AlertKind.Red);
        }

        await Task.WhenAll(desk.Deliver(), other.Deliver(), desk.Deliver(), other.Deliver());

        Assert.Equal(Enum.GetValues<HealthCause>().Length, far.All.Count);
        Assert.Equal(far.All.Count, far.All.Select(r => r.Heads["GrantSync-Delivery"]).Distinct().Count());
        Assert.All(await desk.Deliveries(), d => Assert.Equal((DeliveryState.Delivered, 1), (d.State, d.Attempts)));
    }

    [Fact]
    public async Task A_node_that_died_between_sending_and_writing_leaves_it_to_another_under_the_same_id()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        using var dies = new CancellationTokenSource();
        far.Answer = _ => dies.CancelAsync();
        await desk.Channel(ChannelKind.Webhook, far.Address);
        await desk.Put(await desk.Incident(), AlertKind.Red);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.Deliver(stop: dies.Token));
        far.Answer = _ => Task.CompletedTask;

        await using var other = desk.Beside();
        await other.Deliver();
        Assert.Single(far.All);
        desk.Clock.Advance(new AlertLimits().ClaimedFor);
        await other.Deliver();

        Assert.Equal(2, far.All.Count);
        Assert.Single(far.All.Select(r => r.Heads["GrantSync-Delivery"]).Distinct());
        Assert.Equal((DeliveryState.Delivered, 2), ((await desk.Deliveries())[0].State, (await desk.Deliveries())[0].Attempts));
    }

    [Fact]
    public async Task What_nobody_takes_for_a_day_is_given_up_and_shown_and_can_be_sent_again()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        var usual = far.Answer;
        far.Answer = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await desk.Channel(ChannelKind.Webhook, far.Address);
        var incident = await desk.Incident();
        await desk.Put(incident, AlertKind.Red);
        var began = desk.Clock.GetUtcNow();
        var waits = new List<TimeSpan>();
        while ((await desk.Deliveries())[0] is { State: DeliveryState.Waiting, NextAt: { } next })
        {
            waits.Add(next - desk.Clock.GetUtcNow());
            desk.Clock.Advance(next - desk.Clock.GetUtcNow());
            await desk.Deliver();
        }

        Assert.Equal([0, .5, 2, 10, 30, 120, 120], waits.Take(7).Select(w => w.TotalMinutes));
        Assert.Equal(TimeSpan.FromHours(24), desk.Clock.GetUtcNow() - began);
        var view = Assert.Single((await desk.Send(new ListDeliveries(incident.Id))).Value);
        Assert.Equal((DeliveryState.GivenUp, waits.Count, desk.Clock.GetUtcNow()), (view.State, view.Attempts, view.EndedAt));
        Assert.Contains("failed by itself (503)", view.Problem, StringComparison.Ordinal);
        Assert.Contains("(503)", (await desk.Send(new ListChannels())).Value.Channels.Single().Failing, StringComparison.Ordinal);

        far.Answer = usual;
        await desk.Deliver();
        Assert.Equal(waits.Count, far.All.Count);
        Assert.Null((await desk.Send(new SendAgain(view.Id))).Refusal);
        await desk.Deliver();
        Assert.Equal(DeliveryState.Delivered, (await desk.Deliveries())[0].State);
        Assert.NotNull((await desk.Send(new SendAgain(view.Id))).Refusal);
    }

    [Fact]
    public async Task The_end_of_an_incident_is_told_after_its_beginning_and_to_nobody_else()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        var usual = far.Answer;
        far.Answer = http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await desk.Channel(ChannelKind.Webhook, far.Address + "/first", escalation: false);
        await desk.Channel(ChannelKind.Webhook, far.Address + "/boss", red: false);
        var incident = await desk.Incident();
        await desk.Put(incident, AlertKind.Red);
        await desk.Deliver();
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Deliver();
        await desk.Resolve(incident);
        far.Answer = usual;
        far.All.Clear();

        // due at once, but its beginning waits for another minute and a half
        await desk.Deliver();
        Assert.Empty(far.All);
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await desk.Deliver();

        Assert.Equal([("/first", "red"), ("/first", "resolved")], far.All.Select(r => (r.Path, (string)r.Json["kind"]!)));
        Assert.All(far.All, r => Assert.NotNull((string?)r.Json["resolvedAt"]));
    }

    [Fact]
    public async Task An_escalation_goes_to_its_channel_and_where_there_is_none_to_those_who_were_told_first()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        await desk.Channel(ChannelKind.Webhook, far.Address + "/first", escalation: false);
        var incident = await desk.Incident();
        await desk.Put(incident, AlertKind.Escalation);
        await desk.Deliver();
        Assert.Equal(["/first"], far.All.Select(r => r.Path));

        await desk.Channel(ChannelKind.Webhook, far.Address + "/boss", red: false);
        await desk.Put(await desk.Incident(HealthCause.BadKey), AlertKind.Escalation);
        await desk.Deliver();
        Assert.Equal(["/first", "/boss"], far.All.Select(r => r.Path));
    }

    [Fact]
    public async Task A_tenants_channel_hears_of_its_own_only_and_its_admin_sees_nothing_of_supports_channels()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        await desk.Channel(ChannelKind.Webhook, far.Address + "/support", name: "Support on call");
        Assert.Null((await desk.Send(new SaveChannel(null, ChannelKind.Webhook, "Ours", far.Address + "/acme", true, false, true), Role.Admin)).Refusal);
        Assert.Null((await desk.Send(new SaveChannel(null, ChannelKind.Webhook, "Theirs", far.Address + "/other", true, false, true), Role.Admin, "other")).Refusal);
        var incident = await desk.Incident();
        await desk.Put(incident, AlertKind.Red);
        await desk.Deliver();

        Assert.Equal(["/acme", "/support"], far.All.Select(r => r.Path).Order());
        Assert.Equal(["Support on call"], (await desk.Send(new ListChannels())).Value.Channels.Select(c => c.Name));
        var admins = (await desk.Send(new ListChannels(), Role.Admin)).Value;
        Assert.Equal(["Ours"], admins.Channels.Select(c => c.Name));
        Assert.Equal([null, "Ours"], (await desk.Send(new ListDeliveries(incident.Id), Role.Admin)).Value.Select(d => d.Channel).Order());
        Assert.Empty((await desk.Send(new ListDeliveries(incident.Id), Role.Admin, "other")).Value);
        var supports = (await desk.Send(new ListChannels())).Value.Channels.Single().Id;
        Assert.IsType<ChannelIsGone>((await desk.Send(new RemoveChannel(supports), Role.Admin)).Refusal);
        Assert.IsType<ChannelIsGone>((await desk.Send(new TryChannel(supports), Role.Admin)).Refusal);
        Assert.IsType<Forbidden>((await desk.Send(new ListChannels(), Role.GrantManager)).Refusal);
    }

    [Fact]
    public async Task A_removed_channel_is_told_nothing_more()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        var channel = await desk.Channel(ChannelKind.Webhook, far.Address);
        await desk.Put(await desk.Incident(), AlertKind.Red);
        Assert.Null((await desk.Send(new RemoveChannel(channel.Id))).Refusal);
        await desk.Deliver();
        await desk.Put(await desk.Incident(HealthCause.BadKey), AlertKind.Red);

        Assert.Empty(far.All);
        var delivery = Assert.Single(await desk.Deliveries());
        Assert.Equal((DeliveryState.GivenUp, "The channel was removed."), (delivery.State, delivery.Problem));
    }

    [Fact]
    public async Task Slack_and_Teams_get_their_own_shapes_and_no_text_of_an_Odoo_becomes_markup()
    {
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        await desk.Channel(ChannelKind.Slack, far.Address + "/slack");
        await desk.Channel(ChannelKind.Teams, far.Address + "/teams");
        var incident = await desk.Incident(HealthCause.OdooFailed, "Odoo said: <!channel> & [click](https://bad.example) *now*");
        await desk.Put(incident, AlertKind.Red);
        await desk.Deliver();

        var slack = far.All.Single(r => r.Path == "/slack").Json;
        Assert.Equal("Red: Acme Relief. Odoo fails", (string)slack["text"]!);
        Assert.Equal(["header", "section", "section"], slack["blocks"]!.AsArray().Select(b => (string)b!["type"]!));
        Assert.Equal("plain_text", (string)slack["blocks"]![0]!["text"]!["type"]!);
        var told = (string)slack["blocks"]![1]!["text"]!["text"]!;
        Assert.Contains("*Why:* Odoo said: &lt;!channel&gt; &amp;", told, StringComparison.Ordinal);
        Assert.Contains("*Try first:* Open the failing call in the sync log", told, StringComparison.Ordinal);
        Assert.Equal($"<https://grantsync.example.org/incidents/{incident.Id}|Open the incident>", (string)slack["blocks"]![2]!["text"]!["text"]!);

        var teams = far.All.Single(r => r.Path == "/teams").Json;
        Assert.Equal("message", (string)teams["type"]!);
        var card = teams["attachments"]![0]!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string)card["contentType"]!);
        Assert.Equal(("AdaptiveCard", "1.4", "http://adaptivecards.io/schemas/adaptive-card.json"),
            ((string)card["content"]!["type"]!, (string)card["content"]!["version"]!, (string)card["content"]!["$schema"]!));
        Assert.Equal(["TextBlock", "FactSet"], card["content"]!["body"]!.AsArray().Select(b => (string)b!["type"]!));
        var why = card["content"]!["body"]![1]!["facts"]!.AsArray().Single(f => (string)f!["title"]! == "Why")!;
        Assert.Equal(@"Odoo said: <!channel> & \[click\](https://bad.example) \*now\*", (string)why["value"]!);
        Assert.Equal(("Action.OpenUrl", $"https://grantsync.example.org/incidents/{incident.Id}"),
            ((string)card["content"]!["actions"]![0]!["type"]!, (string)card["content"]!["actions"]![0]!["url"]!));
        Assert.DoesNotContain("GrantSync-Signature", far.All.First().Heads.Keys);
    }

    [Fact]
    public async Task No_secret_stands_in_a_table_a_log_a_trace_or_an_answer()
    {
        const string secretPath = "T0SECRETPATH/B0SECRETPATH";
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(string.Join(' ', span.TagObjects.Select(t => $"{t.Key}={t.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        await using var desk = await AlertDesk.Open(database);
        await using var far = await FarSide.Open();
        var address = $"{far.Address}/services/{secretPath}?token=QUERYSECRET";
        await desk.Channel(ChannelKind.Slack, address, name: "Slack");
        await desk.Channel(ChannelKind.Slack, $"http://127.0.0.1:9/{secretPath}", name: "Nobody there");
        var secret = (await desk.Channel(ChannelKind.Webhook, address, name: "Webhook")).Secret!;
        far.Answer = http =>
        {
            http.Response.StatusCode = 500;
            return http.Response.Body.WriteAsync(Encoding.ASCII.GetBytes($"you sent me to {secretPath}"), http.RequestAborted).AsTask();
        };
        var incident = await desk.Incident();
        await desk.Put(incident, AlertKind.Red);
        await desk.Deliver();
        var trial = (await desk.Send(new TryChannel((await desk.Send(new ListChannels())).Value.Channels.Single(c => c.Name == "Slack").Id))).Value;

        var seen = string.Join(
            '\n',
            desk.Log,
            string.Join('\n', spans),
            await desk.EveryRow(),
            System.Text.Json.JsonSerializer.Serialize((await desk.Send(new ListChannels())).Value),
            System.Text.Json.JsonSerializer.Serialize((await desk.Send(new ListDeliveries(incident.Id))).Value),
            trial.Words);
        Assert.Equal(3, far.All.Count);
        Assert.Contains("was not delivered by channel", desk.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("Slack", await desk.EveryRow(), StringComparison.Ordinal);
        foreach (var hidden in new[] { "SECRETPATH", "QUERYSECRET", secret, "/services/" })
        {
            Assert.DoesNotContain(hidden, seen, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ChannelKind.Webhook, "ftp://example.org/x")]
    [InlineData(ChannelKind.Webhook, "file:///etc/passwd")]
    [InlineData(ChannelKind.Slack, "example.org/hook")]
    [InlineData(ChannelKind.Teams, "https://user:pass@example.org/hook")]
    [InlineData(ChannelKind.Email, "nobody")]
    [InlineData(ChannelKind.Email, "a@example.org, b")]
    [InlineData(ChannelKind.Email, " ")]
    public async Task An_address_that_cannot_be_right_is_refused_at_its_field(ChannelKind kind, string address)
    {
        await using var desk = await AlertDesk.Open(database);
        var refused = Assert.IsType<Invalid>((await desk.Send(new SaveChannel(null, kind, "On call", address, true, true, true))).Refusal);
        Assert.Equal(["Address"], refused.Fields.Select(f => f.Field).Distinct());
    }

    [Fact]
    public async Task Two_channels_of_one_home_cannot_have_one_name()
    {
        await using var desk = await AlertDesk.Open(database);
        var first = await desk.Channel(ChannelKind.Webhook, "https://example.org/a", name: "On call");
        var refused = Assert.IsType<Invalid>((await desk.Send(new SaveChannel(null, ChannelKind.Slack, " On call ", "https://example.org/b", true, true, true))).Refusal);
        Assert.Equal(["Name"], refused.Fields.Select(f => f.Field));
        Assert.Single((await desk.Send(new ListChannels())).Value.Channels);

        // itself again, and one of an organisation's own
        Assert.Null((await desk.Send(new SaveChannel(first.Id, ChannelKind.Webhook, "On call", null, true, false, true))).Refusal);
        Assert.Null((await desk.Send(new SaveChannel(null, ChannelKind.Webhook, "On call", "https://example.org/c", true, false, true), Role.Admin)).Refusal);
    }
}
