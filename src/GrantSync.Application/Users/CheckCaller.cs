using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Users;

/// <summary>Is the user of a cookie still active, and in which role? Asked on each request, so that a removed user is out at once.</summary>
[Allow(Anyone = true)]
public sealed record CheckCaller(long UserId) : IRequest<Result<SignedIn>>;

public sealed record SignedOut() : Forbidden("Your account is no longer active. Ask your admin.");

internal sealed class CheckCallerHandler(GrantSyncDb db, Caller caller) : IRequestHandler<CheckCaller, Result<SignedIn>>
{
    public async Task<Result<SignedIn>> Handle(CheckCaller request, CancellationToken cancellationToken)
    {
        caller.IsTheProgram(Caller.EveryTenant);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == request.UserId && u.Active, cancellationToken);
        return user is null
            ? new SignedOut()
            : new SignedIn(user.Id, user.Name, user.Role, user.Role == Role.Support ? Caller.EveryTenant : user.TenantId);
    }
}
