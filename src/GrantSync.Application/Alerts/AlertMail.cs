using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text;

namespace GrantSync.Application.Alerts;

/// <summary>An alert as e-mail: plain text, and the same as simple HTML. The Message-ID is the delivery's, so that a second copy is known as one.</summary>
public sealed class AlertMail(GrantSyncOptions options, AlertLimits limits)
{
    public async Task<SendOutcome> Send(AlertMessage alert, string addresses, CancellationToken cancellationToken)
    {
        if (options.Mail is not { } server)
        {
            return SendOutcome.Failed("GrantSync has no mail server yet. Whoever runs it sets GRANTSYNC_SMTPHOST and GRANTSYNC_MAILFROM.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.Patience);
        using var message = Message(alert, server, addresses);
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Tls };
        if (server.User is not null)
        {
            client.Credentials = new NetworkCredential(server.User, server.Password);
        }

        try
        {
            await client.SendMailAsync(message, patience.Token);
            return SendOutcome.Done($"{server} took it for {addresses}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendOutcome.Failed($"The mail server {server} gave no answer within {limits.Patience.TotalSeconds:0} s.");
        }
        catch (SmtpException refused)
        {
            return Said(refused, server, message.To.Count);
        }
        catch (AuthenticationException)
        {
            return SendOutcome.Failed($"The mail server {server} shows no certificate that can be trusted.");
        }
        catch (IOException)
        {
            return BrokeOff(server);
        }
        catch (InvalidOperationException)
        {
            return SendOutcome.Failed($"The mail server {server} does not offer what is needed. Check its host, port and TLS.");
        }
    }

    /// <summary>What somebody typed as addresses, apart by commas, semicolons, spaces or lines; null when one of them is none.</summary>
    public static IReadOnlyList<string>? Addresses(string typed)
    {
        var parts = typed.Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 && parts.All(part => part.Contains('@', StringComparison.Ordinal) && MailAddress.TryCreate(part, out _)) ? parts : null;
    }

    private static MailMessage Message(AlertMessage alert, MailServer server, string addresses)
    {
        var from = new MailAddress(server.From);
        var message = new MailMessage
        {
            From = from,
            Subject = string.Concat(alert.Title.Where(c => !char.IsControl(c))),
            SubjectEncoding = Encoding.UTF8,
            Body = Text(alert),
            BodyEncoding = Encoding.UTF8,
        };
        foreach (var address in Addresses(addresses) ?? [])
        {
            message.To.Add(address);
        }

        message.Headers.Add("Message-ID", $"<{alert.Id}@{from.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("GrantSync-Delivery", alert.Id.ToString());
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(Html(alert), Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }

    private static string Text(AlertMessage alert)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in alert.Facts)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n\r\n");
        }

        return alert.Link is null ? text.ToString() : text.Append(alert.LinkWords).Append(": ").Append(alert.Link).Append("\r\n").ToString();
    }

    private static string Html(AlertMessage alert)
    {
        var html = new StringBuilder("<html><body><h1>").Append(WebUtility.HtmlEncode(alert.Title)).Append("</h1>");
        foreach (var (name, value) in alert.Facts)
        {
            html.Append("<p><b>").Append(name).Append(":</b> ").Append(WebUtility.HtmlEncode(value)).Append("</p>");
        }

        if (alert.Link is not null)
        {
            html.Append("<p><a href=\"").Append(WebUtility.HtmlEncode(alert.Link.AbsoluteUri)).Append("\">").Append(alert.LinkWords).Append("</a></p>");
        }

        return html.Append("</body></html>").ToString();
    }

    private static SendOutcome BrokeOff(MailServer server) =>
        SendOutcome.Failed($"The mail server {server} cannot be reached, or broke off. Check that it runs, and its host and port.");

    /// <summary>The exception in words of ours: the server's own text may repeat what it was given.</summary>
    private static SendOutcome Said(SmtpException refused, MailServer server, int recipients)
    {
        var failed = refused is SmtpFailedRecipientsException many ? many.InnerExceptions : refused is SmtpFailedRecipientException one ? [one] : [];
        if (failed.Length > 0)
        {
            var names = string.Join(", ", failed.Select(f => f.FailedRecipient?.Trim('<', '>')));

            return failed.Length < recipients
                ? new SendOutcome(true, $"{server} took it, but not for {names}: it refuses that address.", IsWhole: false)
                : SendOutcome.Failed($"The mail server {server} refuses the address {names} ({(int)failed[0].StatusCode}).");
        }

        if (refused.InnerException is AuthenticationException)
        {
            return SendOutcome.Failed($"The mail server {server} shows no certificate that can be trusted.");
        }

        return refused.StatusCode == SmtpStatusCode.GeneralFailure ? BrokeOff(server) : SendOutcome.Failed(refused.StatusCode switch
        {
            SmtpStatusCode.MustIssueStartTlsFirst or SmtpStatusCode.ClientNotPermitted or (SmtpStatusCode)535 or (SmtpStatusCode)534 or (SmtpStatusCode)530 =>
                $"The mail server {server} does not let GrantSync in ({(int)refused.StatusCode}). Check the user, the password and TLS.",
            _ => $"The mail server {server} refuses the message ({(int)refused.StatusCode}).",
        });
    }
}
