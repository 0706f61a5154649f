using System.Globalization;
using System.Net.Mail;
using GrantSync.Application.Alerts;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.SyncLog;

/// <summary>Sends the log's anchor to the admin who asks: a mailbox elsewhere is a place that nobody rewrites together with the database.</summary>
/// <returns>What the mail server answered.</returns>
[Allow(Role.Admin)]
public sealed record MailLogAnchor : IQuery<string>;

internal sealed class MailLogAnchorHandler(GrantSyncDb db, OutgoingMail mail, Caller caller, TimeProvider time) : IRequestHandler<MailLogAnchor, Result<string>>
{
    public async Task<Result<string>> Handle(MailLogAnchor request, CancellationToken cancellationToken)
    {
        if (await db.LogChains.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } chain)
        {
            return new Conflict("There is no call to seal yet.");
        }

        var address = await db.Users.Where(u => u.Id == caller.UserId).Select(u => u.Email).SingleAsync(cancellationToken);
        var now = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        using var message = new MailMessage
        {
            Subject = $"The seal of the sync log of {chain.TenantId}, {now}",
            Body =
                $"""
                Keep this letter. It says how the sync log of {chain.TenantId} stood on {now}: whoever rewrites the log later cannot make this seal come out again.

                {chain.TenantId} {chain.LastNumber} {Convert.ToHexStringLower(chain.LastSeal)}

                To compare the log with it, put that line into a file on the server and run: ./grantsync verify-log --anchors <file>
                """,
        };
        message.To.Add(address);
        var sent = await mail.Send(Guid.NewGuid(), message, cancellationToken);
        return sent.Delivered ? sent.Words : new Conflict(sent.Words);
    }
}
