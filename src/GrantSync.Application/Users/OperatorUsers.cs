using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Tenants;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Users;

/// <summary>Makes somebody a support user: they belong to the operator and see every tenant's health and log.</summary>
[Allow(Program = true)]
public sealed record CreateSupportUser(string Name, string Email, string Password) : ICommand<long>;

/// <summary>The active user with this address, of whatever tenant.</summary>
[Allow(Program = true)]
public sealed record FindUser(string Email) : IQuery<SignedIn>;

internal sealed class CreateSupportUserValidator : AbstractValidator<CreateSupportUser>
{
    public CreateSupportUserValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give a name.").MaximumLength(200);
        RuleFor(r => r.Email).EmailAddress().WithMessage(r => $"'{r.Email}' is not an e-mail address.");
        RuleFor(r => r.Password).MinimumLength(12).WithMessage("Use at least 12 characters.");
    }
}

internal sealed class OperatorUserHandlers(GrantSyncDb db, IPasswordHasher<User> hasher, TimeProvider time)
    : IRequestHandler<CreateSupportUser, Result<long>>, IRequestHandler<FindUser, Result<SignedIn>>
{
    public async Task<Result<long>> Handle(CreateSupportUser request, CancellationToken cancellationToken)
    {
        // two first support users at once make one tenant
        await db.Database.ExecuteSqlAsync(
            $"insert into tenants (id, name, created_at) values ({Tenant.Operator}, 'Support', {time.GetUtcNow()}) on conflict do nothing", cancellationToken);
        var user = new User
        {
            TenantId = Tenant.Operator,
            Name = request.Name.Trim(),
            Email = request.Email.Trim().ToLowerInvariant(),
            Role = Role.Support,
        };
        user.PasswordHash = hasher.HashPassword(user, request.Password);
        db.Users.Add(user);
        await db.SaveChangesAsync(cancellationToken);
        return user.Id;
    }

    public async Task<Result<SignedIn>> Handle(FindUser request, CancellationToken cancellationToken)
    {
        var email = request.Email.Trim().ToLowerInvariant();
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Email == email && u.Active, cancellationToken);
        return user is null
            ? new NotFound($"Nobody who is active signs in with {request.Email}.")
            : new SignedIn(user.Id, user.Name, user.Role, user.Role == Role.Support ? Caller.EveryTenant : user.TenantId);
    }
}
