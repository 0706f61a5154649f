using System.Text;
using System.Text.Json;
using GrantSync.Application.Storage;

namespace GrantSync.Application.Alerts;

/// <summary>The JSON of an alert in the form that each kind of receiver reads. Text of an Odoo is data in all of them, never mark-up.</summary>
internal static class AlertBodies
{
    public static byte[] Of(AlertMessage alert, ChannelKind kind) => JsonSerializer.SerializeToUtf8Bytes(
        kind switch
        {
            ChannelKind.Webhook => Own(alert),
            ChannelKind.Slack => Slack(alert),
            ChannelKind.Teams => Teams(alert),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind is not posted."),
        },
        JsonSerializerOptions.Web);

    private static object Own(AlertMessage alert) => new
    {
        alert.Id,
        Kind = alert.IsTrial ? "trial" : GrantSyncDb.SnakeCase(alert.Kind.ToString()),
        alert.Title,
        alert.Tenant,
        alert.Organisation,
        Incident = alert.IsTrial ? (long?)null : alert.IncidentId,
        Cause = alert.IsTrial ? null : GrantSyncDb.SnakeCase(alert.Cause.ToString()),
        alert.Since,
        alert.ResolvedAt,
        alert.Problem,
        FirstStep = alert.ResolvedAt is null ? alert.FirstStep : null,
        Link = alert.Link?.AbsoluteUri,
    };

    private static object Slack(AlertMessage alert) => new
    {
        // what a notification shows, and what a client without blocks does
        Text = SlackText(alert.Title),
        Blocks = new object[]
        {
            new { Type = "header", Text = new { Type = "plain_text", Text = Cut(alert.Title, 150) } },
            new
            {
                Type = "section",
                Text = new { Type = "mrkdwn", Text = Cut(string.Join('\n', alert.Facts.Select(f => $"*{f.Name}:* {SlackText(f.Text)}")), 3000) },
            },
        }.Concat(alert.Link is null ? [] : [new { Type = "section", Text = new { Type = "mrkdwn", Text = $"<{alert.Link.AbsoluteUri}|{alert.LinkWords}>" } }]),
    };

    private static object Teams(AlertMessage alert) => new
    {
        Type = "message",
        Attachments = new[]
        {
            new
            {
                ContentType = "application/vnd.microsoft.card.adaptive",
                ContentUrl = (string?)null,
                Content = new Dictionary<string, object>
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["body"] = new object[]
                    {
                        new { Type = "TextBlock", Text = TeamsText(alert.Title), Weight = "Bolder", Size = "Medium", Wrap = true },
                        new { Type = "FactSet", Facts = alert.Facts.Select(f => new { Title = f.Name, Value = TeamsText(f.Text) }) },
                    },
                    ["actions"] = alert.Link is null ? [] : new object[] { new { Type = "Action.OpenUrl", Title = alert.LinkWords, Url = alert.Link.AbsoluteUri } },
                },
            },
        },
    };

    /// <summary>Slack's three signs; without them nobody is called with @channel, and no link is made.</summary>
    private static string SlackText(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>A card reads Markdown: a link in an Odoo's answer must not become one.</summary>
    private static string TeamsText(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            plain.Append(c is '[' or ']' or '*' or '_' or '\\' ? "\\" : "").Append(c);
        }

        return plain.ToString();
    }

    private static string Cut(string text, int atMost) => text.Length <= atMost ? text : text[..(atMost - 1)] + "…";
}
