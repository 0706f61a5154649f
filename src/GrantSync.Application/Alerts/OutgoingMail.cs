using System.Net;
using System.Net.Mail;
using System.Security.Authentication;
using System.Text;

namespace GrantSync.Application.Alerts;

/// <summary>Hands a letter to the operator's mail server, and says in plain words what became of it.</summary>
public sealed class OutgoingMail(GrantSyncOptions options, AlertLimits limits)
{
    /// <param name="id">The letter's: a second copy of the same is known by its Message-ID.</param>
    /// <param name="message">To whom and what; the sender is put in here.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<SendOutcome> Send(Guid id, MailMessage message, CancellationToken cancellationToken)
    {
        if (options.Mail is not { } server)
        {
            return SendOutcome.Failed("GrantSync has no mail server yet. Whoever runs it sets GRANTSYNC_SMTPHOST and GRANTSYNC_MAILFROM.");
        }

        message.From = new MailAddress(server.From);
        message.SubjectEncoding = message.BodyEncoding = Encoding.UTF8;
        message.Headers.Add("Message-ID", $"<{id}@{message.From.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limits.Patience);
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Tls };
        if (server.User is not null)
        {
            client.Credentials = new NetworkCredential(server.User, server.Password);
        }

        try
        {
            await client.SendMailAsync(message, patience.Token);
            return SendOutcome.Done($"{server} took it for {string.Join(", ", message.To.Select(to => to.Address))}.");
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
