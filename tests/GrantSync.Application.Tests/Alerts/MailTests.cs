using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrantSync.Application.Alerts;
using GrantSync.Application.Health;

namespace GrantSync.Application.Tests.Alerts;

/// <summary>Alerts as e-mail, to a mail server that speaks SMTP.</summary>
public sealed class MailTests(TestDatabase database)
{
    [Fact]
    public async Task A_mail_says_what_is_wrong_since_when_and_what_to_try()
    {
        await using var post = PostOffice.Open(needsSignIn: true);
        await using var desk = await AlertDesk.Open(database, post.Server(PostOffice.Password));
        await desk.Channel(ChannelKind.Email, "sofie@example.org; team@example.org");
        var incident = await desk.Incident(HealthCause.BadKey, "Odoo refuses Zoë's key.\n.\nA line of one dot <b>and mark-up</b>.");
        await desk.Put(incident, AlertKind.Red);
        await desk.Deliver();

        var letter = Assert.Single(post.Letters);
        var delivery = Assert.Single(await desk.Deliveries());
        Assert.Equal((DeliveryState.Delivered, null), (delivery.State, delivery.Problem));
        Assert.Equal(["sofie@example.org", "team@example.org"], letter.To);
        Assert.Equal($"<{delivery.Id}@grantsync.example.org>", letter.Head("Message-ID"));
        Assert.Contains("alerts@grantsync.example.org", letter.Head("From"), StringComparison.Ordinal);
        Assert.Equal("Red: Acme Relief. Odoo does not accept the key", letter.Head("Subject"));
        Assert.Contains("Organisation: Acme Relief (acme)", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Zoë's key.\n.\nA line of one dot <b>and mark-up</b>.", letter.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;and mark-up&lt;/b&gt;", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Try first: Ask the organisation's admin to make a new API key", letter.Text, StringComparison.Ordinal);
        Assert.Contains($"Open the incident: https://grantsync.example.org/incidents/{incident.Id}", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_was_down_gets_it_when_it_is_up_again()
    {
        await using var post = PostOffice.Open();
        await using var desk = await AlertDesk.Open(database, post.Server());
        await desk.Channel(ChannelKind.Email, "sofie@example.org");
        await post.Close();
        var incident = await desk.Incident();
        await desk.Put(incident, AlertKind.Red);
        await desk.Deliver();

        var view = Assert.Single((await desk.Send(new ListDeliveries(incident.Id))).Value);
        Assert.Equal((DeliveryState.Waiting, 1), (view.State, view.Attempts));
        Assert.Equal($"The mail server 127.0.0.1:{post.Port} cannot be reached, or broke off. Check that it runs, and its host and port.", view.Problem);

        post.OpenAgain();
        desk.Clock.Advance(TimeSpan.FromSeconds(30));
        await desk.Deliver();
        await desk.Deliver();
        Assert.Single(post.Letters);
        Assert.Equal(DeliveryState.Delivered, (await desk.Deliveries())[0].State);
    }

    [Fact]
    public async Task A_letter_whose_answer_was_lost_comes_again_with_the_same_message_id()
    {
        await using var post = PostOffice.Open();
        await using var desk = await AlertDesk.Open(database, post.Server());
        post.Answer = (line, usual) => line == "END" ? "451 4.3.0 Try again" : usual;
        await desk.Channel(ChannelKind.Email, "sofie@example.org");
        await desk.Put(await desk.Incident(), AlertKind.Red);
        await desk.Deliver();
        post.Answer = (_, usual) => usual;
        desk.Clock.Advance(TimeSpan.FromSeconds(30));
        await desk.Deliver();

        Assert.Equal(2, post.Letters.Count);
        Assert.Single(post.Letters.Select(l => l.Head("Message-ID")).Distinct());
    }

    [Fact]
    public async Task What_the_mail_server_refuses_is_said_in_plain_words()
    {
        await using var post = PostOffice.Open(needsSignIn: true);
        await using var desk = await AlertDesk.Open(database, post.Server());
        await using var wrong = desk.Beside(post.Server("another-secret-word"));
        await using var tls = desk.Beside(post.Server() with { Tls = true });
        await using var right = desk.Beside(post.Server(PostOffice.Password));
        var channel = (await desk.Channel(ChannelKind.Email, "sofie@example.org, gone@example.org")).Id;
        async Task<SendOutcome> Try(AlertDesk node) => (await node.Send(new TryChannel(channel))).Value;
        var at = $"The mail server 127.0.0.1:{post.Port}";

        Assert.Equal(SendOutcome.Failed($"{at} does not let GrantSync in (530). Check the user, the password and TLS."), await Try(desk));
        Assert.StartsWith($"{at} does not let GrantSync in", (await Try(wrong)).Words, StringComparison.Ordinal);
        Assert.Contains("Check", (await Try(tls)).Words, StringComparison.Ordinal);
        Assert.False((await Try(tls)).Delivered);

        post.Answer = (line, usual) => line.StartsWith("RCPT TO:<gone@", StringComparison.Ordinal) ? "550 5.1.1 No such person" : usual;
        var partly = await Try(right);
        Assert.Equal((true, false, $"127.0.0.1:{post.Port} took it, but not for gone@example.org: it refuses that address."), (partly.Delivered, partly.IsWhole, partly.Words));
        post.Answer = (line, usual) => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 No such person" : usual;
        Assert.Equal(SendOutcome.Failed($"{at} refuses the address sofie@example.org, gone@example.org (550)."), await Try(right));
        post.Answer = (line, usual) => line.StartsWith("MAIL", StringComparison.Ordinal) ? null : usual;
        Assert.Equal(SendOutcome.Failed($"{at} gave no answer within 2 s."), await Try(right));

        foreach (var node in new[] { desk, wrong, tls, right })
        {
            Assert.DoesNotContain("another-secret-word", node.Log.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(PostOffice.Password, node.Log.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(PostOffice.Password, post.Server(PostOffice.Password).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_neither_password_nor_letter()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var post = PostOffice.Open(needsSignIn: true, certificate);
        var said = new List<string>();
        post.Answer = (line, usual) =>
        {
            said.Add(line);
            return usual;
        };
        await using var desk = await AlertDesk.Open(database, post.Server(PostOffice.Password) with { Tls = true });
        var channel = (await desk.Channel(ChannelKind.Email, "sofie@example.org")).Id;

        Assert.Equal(
            SendOutcome.Failed($"The mail server 127.0.0.1:{post.Port} shows no certificate that can be trusted."),
            (await desk.Send(new TryChannel(channel))).Value);
        Assert.Empty(post.Letters);
        Assert.Empty(said);
    }

    [Fact]
    public async Task An_address_that_is_refused_beside_others_is_shown_and_nobody_is_told_twice()
    {
        await using var post = PostOffice.Open();
        await using var desk = await AlertDesk.Open(database, post.Server());
        post.Answer = (line, usual) => line.StartsWith("RCPT TO:<gone@", StringComparison.Ordinal) ? "550 5.1.1 No such person" : usual;
        await desk.Channel(ChannelKind.Email, "sofie@example.org, gone@example.org");
        await desk.Put(await desk.Incident(), AlertKind.Red);
        await desk.Deliver();
        desk.Clock.Advance(TimeSpan.FromHours(1));
        await desk.Deliver(all: true);

        Assert.Equal(["sofie@example.org"], Assert.Single(post.Letters).To);
        var delivery = Assert.Single(await desk.Deliveries());
        Assert.Equal(DeliveryState.Delivered, delivery.State);
        Assert.Contains("but not for gone@example.org", delivery.Problem, StringComparison.Ordinal);
    }
}
