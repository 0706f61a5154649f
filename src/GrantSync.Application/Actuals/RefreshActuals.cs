using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Actuals;

/// <summary>Reads from Odoo now what was spent, for all grants, besides the nightly reading.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record RefreshActuals : ICallsOdoo<ActualsReport>;

/// <param name="StartedAt">When Odoo was asked.</param>
/// <param name="EndedAt">Null while it goes on.</param>
/// <param name="StartedBy">Who asked; null for the night's own.</param>
/// <param name="Total">Analytic lines on our accounts that Odoo counted.</param>
/// <param name="Lines">Analytic lines that were read.</param>
/// <param name="Problem">Why it failed, in plain words; the former reading is shown then.</param>
public sealed record ActualsReport(DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? StartedBy, int Total, int Lines, string? Problem)
{
    internal static ActualsReport Of(ActualRead read, string? startedBy) => new(read.StartedAt, read.EndedAt, startedBy, read.Total, read.Lines, read.Problem);
}

public sealed record ActualsAreBeingRead() : Conflict("Odoo is being read just now. The figures change by themselves when that is done.");

internal sealed class RefreshActualsHandler(GrantSyncDb db, ActualsReading reading, Caller caller) : IRequestHandler<RefreshActuals, Result<ActualsReport>>
{
    public async Task<Result<ActualsReport>> Handle(RefreshActuals request, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        if (connection is null)
        {
            return new NoConnection();
        }

        // who closes the page does not leave a reading half done
        return await reading.Run(connection, caller.UserId, CancellationToken.None) is { } read ? ActualsReport.Of(read, caller.Name) : new ActualsAreBeingRead();
    }
}
