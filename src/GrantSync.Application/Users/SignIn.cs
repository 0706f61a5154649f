using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Users;

/// <summary>Checks an e-mail address and a password. Five failures lock the account for a minute, as Odoo does.</summary>
[Allow(Anyone = true)]
public sealed record SignIn(string Email, string Password) : IRequest<Result<SignedIn>>;

/// <summary>Who signed in, to be put into the cookie.</summary>
public sealed record SignedIn(long UserId, string Name, Role Role, string Tenant);

/// <summary>Says the same for an unknown address and for a wrong password.</summary>
public sealed record WrongSignIn() : Invalid("Password", "This e-mail address and password do not belong together. Check both, or ask your admin.");

public sealed record LockedOut() : Invalid("Password", "Too many failed attempts. Wait one minute and try again.");

internal sealed class SignInHandler(GrantSyncDb db, Caller caller, IPasswordHasher<User> hasher, TimeProvider time)
    : IRequestHandler<SignIn, Result<SignedIn>>
{
    private const int AttemptsBeforeLock = 5;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(1);

    public async Task<Result<SignedIn>> Handle(SignIn request, CancellationToken cancellationToken)
    {
        // nobody is signed in yet, so the address is looked up among all tenants
        caller.IsTheProgram(Caller.EveryTenant);
        var email = request.Email.Trim().ToLowerInvariant();
        var user = await db.Users.SingleOrDefaultAsync(u => u.Email == email && u.Active, cancellationToken);
        if (user is null)
        {
            // the same work as for a known address, so that the time taken tells nothing
            hasher.HashPassword(null!, request.Password);
            return new WrongSignIn();
        }

        if (user.LockedUntil > time.GetUtcNow())
        {
            return new LockedOut();
        }

        if (hasher.VerifyHashedPassword(user, user.PasswordHash, request.Password) == PasswordVerificationResult.Failed)
        {
            user.FailedSignIns++;
            if (user.FailedSignIns >= AttemptsBeforeLock)
            {
                (user.FailedSignIns, user.LockedUntil) = (0, time.GetUtcNow() + Lock);
            }

            await db.SaveChangesAsync(cancellationToken);
            return new WrongSignIn();
        }

        (user.FailedSignIns, user.LockedUntil) = (0, null);
        await db.SaveChangesAsync(cancellationToken);
        return new SignedIn(user.Id, user.Name, user.Role, user.Role == Role.Support ? Caller.EveryTenant : user.TenantId);
    }
}
