using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace GrantSync.Application.Alerts;

/// <summary>An alert as e-mail: plain text, and the same as simple HTML. The Message-ID is the delivery's, so that a second copy is known as one.</summary>
public sealed class AlertMail(OutgoingMail mail)
{
    public async Task<SendOutcome> Send(AlertMessage alert, string addresses, CancellationToken cancellationToken)
    {
        using var message = Message(alert, addresses);
        return await mail.Send(alert.Id, message, cancellationToken);
    }

    /// <summary>What somebody typed as addresses, apart by commas, semicolons, spaces or lines; null when one of them is none.</summary>
    public static IReadOnlyList<string>? Addresses(string typed)
    {
        var parts = typed.Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 && parts.All(part => part.Contains('@', StringComparison.Ordinal) && MailAddress.TryCreate(part, out _)) ? parts : null;
    }

    private static MailMessage Message(AlertMessage alert, string addresses)
    {
        var message = new MailMessage
        {
            Subject = string.Concat(alert.Title.Where(c => !char.IsControl(c))),
            Body = Text(alert),
        };
        foreach (var address in Addresses(addresses) ?? [])
        {
            message.To.Add(address);
        }

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
}
