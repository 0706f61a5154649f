using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Drift;

/// <summary>Compares Odoo with what we mean now, besides the nightly comparison.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record CheckDrift : ICallsOdoo<DriftReport>;

/// <param name="StartedAt">When Odoo was asked.</param>
/// <param name="EndedAt">Null while it goes on.</param>
/// <param name="StartedBy">Who asked; null for the night's own.</param>
/// <param name="Total">Records of ours that Odoo should hold.</param>
/// <param name="Compared">Records that were compared.</param>
/// <param name="OnTheirWay">Records with something on its way to Odoo; they are compared the next time.</param>
/// <param name="Drifted">Findings that are new, or were seen again.</param>
/// <param name="MadeAgain">Deleted accounts and plans that are being made again.</param>
/// <param name="Problem">Why not everything could be compared, in plain words.</param>
public sealed record DriftReport(
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? StartedBy, int Total, int Compared, int OnTheirWay, int Drifted, int MadeAgain, string? Problem)
{
    internal static DriftReport Of(DriftRun run, string? startedBy) => new(
        run.StartedAt, run.EndedAt, startedBy, run.Total, run.Compared, run.OnTheirWay, run.Drifted, run.MadeAgain, run.Problem);
}

internal sealed class CheckDriftHandler(GrantSyncDb db, DriftCheck check, Caller caller) : IRequestHandler<CheckDrift, Result<DriftReport>>
{
    public async Task<Result<DriftReport>> Handle(CheckDrift request, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().Include(c => c.Plans).SingleOrDefaultAsync(cancellationToken);
        if (connection is null)
        {
            return new NoConnection();
        }

        // who closes the page does not leave a comparison half done
        return DriftReport.Of(await check.Run(connection, caller.UserId, CancellationToken.None), caller.Name);
    }
}
