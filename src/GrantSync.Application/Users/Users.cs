using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Users;

[Allow(Role.Admin)]
public sealed record ListUsers : IQuery<IReadOnlyList<UserItem>>;

public sealed record UserItem(long Id, string Name, string Email, Role Role, bool Active);

/// <summary>Gives somebody access to the caller's tenant. An admin cannot make support users: those belong to the operator.</summary>
[Allow(Role.Admin, Program = true)]
public sealed record CreateUser(string Name, string Email, Role Role, string Password) : ICommand<long>;

[Allow(Role.Admin)]
public sealed record DeactivateUser(long Id) : ICommand<Done>;

internal sealed class CreateUserValidator : AbstractValidator<CreateUser>
{
    public CreateUserValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give a name.").MaximumLength(200);
        RuleFor(r => r.Email).EmailAddress().WithMessage("This is not an e-mail address.");
        RuleFor(r => r.Password).MinimumLength(12).WithMessage("Use at least 12 characters.");
        RuleFor(r => r.Role).IsInEnum().NotEqual(Role.Support).WithMessage("Choose viewer, grant manager or admin.");
    }
}

internal sealed class UserHandlers(GrantSyncDb db, Caller caller, IPasswordHasher<User> hasher)
    : IRequestHandler<ListUsers, Result<IReadOnlyList<UserItem>>>,
        IRequestHandler<CreateUser, Result<long>>,
        IRequestHandler<DeactivateUser, Result<Done>>
{
    public async Task<Result<IReadOnlyList<UserItem>>> Handle(ListUsers request, CancellationToken cancellationToken) =>
        await db.Users.OrderBy(u => u.Name).Select(u => new UserItem(u.Id, u.Name, u.Email, u.Role, u.Active)).ToListAsync(cancellationToken);

    public async Task<Result<long>> Handle(CreateUser request, CancellationToken cancellationToken)
    {
        var user = new User
        {
            TenantId = caller.Tenant,
            Name = request.Name.Trim(),
            Email = request.Email.Trim().ToLowerInvariant(),
            Role = request.Role,
        };
        user.PasswordHash = hasher.HashPassword(user, request.Password);
        db.Users.Add(user);
        await db.SaveChangesAsync(cancellationToken);
        return user.Id;
    }

    public async Task<Result<Done>> Handle(DeactivateUser request, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == request.Id, cancellationToken);
        if (user is null)
        {
            return new NotFound("There is no such user.");
        }

        if (user.Id == caller.UserId)
        {
            return new Conflict("You cannot deactivate yourself: somebody must be left who can undo it.");
        }

        user.Active = false;
        return Done.Instance;
    }
}
