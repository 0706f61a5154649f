using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Application.Users;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tenants;

/// <summary>Takes in an organisation with its first admin. Only the operator can, at the terminal.</summary>
[Allow(Program = true)]
public sealed record CreateTenant(string Id, string Name, string AdminName, string AdminEmail, string AdminPassword) : ICommand<Done>;

internal sealed class CreateTenantValidator : AbstractValidator<CreateTenant>
{
    public CreateTenantValidator()
    {
        RuleFor(r => r.Id).Matches("^[a-z][a-z0-9_]{1,30}$")
            .WithMessage("A tenant's id is 2 to 31 small letters, digits or underscores and begins with a letter, such as acme. It never changes.");
        RuleFor(r => r.Id).NotEqual(Tenant.Operator).WithMessage($"{Tenant.Operator} is the operator's own tenant. Choose another id.");
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the organisation's name.").MaximumLength(200);
        RuleFor(r => r.AdminName).NotEmpty().WithMessage("Give the admin's name.").MaximumLength(200);
        RuleFor(r => r.AdminEmail).EmailAddress().WithMessage(r => $"'{r.AdminEmail}' is not an e-mail address.");
        RuleFor(r => r.AdminPassword).MinimumLength(12).WithMessage("Use at least 12 characters.");
    }
}

internal sealed class CreateTenantHandler(GrantSyncDb db, IPasswordHasher<User> hasher, TimeProvider time)
    : IRequestHandler<CreateTenant, Result<Done>>
{
    public async Task<Result<Done>> Handle(CreateTenant request, CancellationToken cancellationToken)
    {
        if (await db.Tenants.AnyAsync(t => t.Id == request.Id, cancellationToken))
        {
            return new Conflict($"There is a tenant {request.Id} already.");
        }

        db.Tenants.Add(new Tenant { Id = request.Id, Name = request.Name.Trim(), CreatedAt = time.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
        var admin = new User
        {
            TenantId = request.Id,
            Name = request.AdminName.Trim(),
            Email = request.AdminEmail.Trim().ToLowerInvariant(),
            Role = Role.Admin,
        };
        admin.PasswordHash = hasher.HashPassword(admin, request.AdminPassword);
        db.Users.Add(admin);
        return Done.Instance;
    }
}
