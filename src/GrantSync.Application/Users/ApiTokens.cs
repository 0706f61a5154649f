using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Users;

/// <summary>Makes a token that lets a script act as the caller. The answer is the only time that it is shown.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record CreateApiToken(string Name) : ICommand<string>;

[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record ListApiTokens : IQuery<IReadOnlyList<ApiTokenItem>>;

public sealed record ApiTokenItem(long Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

[Allow(Role.Viewer, Role.GrantManager, Role.Admin, Role.Support)]
public sealed record RevokeApiToken(long Id) : ICommand<Done>;

/// <summary>Who the bearer of a token is.</summary>
[Allow(Anyone = true)]
public sealed record FindTokenBearer(string Token) : IRequest<Result<SignedIn>>;

public sealed record UnknownToken() : Forbidden("This API token is not valid. It may have been revoked; make a new one under API tokens.");

internal sealed class CreateApiTokenValidator : AbstractValidator<CreateApiToken>
{
    public CreateApiTokenValidator() =>
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the token a name, such as the script that will use it.")
            .MaximumLength(100).WithMessage("Keep the name under 100 characters.");
}

internal sealed class ApiTokenHandlers(GrantSyncDb db, Caller caller, TimeProvider time)
    : IRequestHandler<CreateApiToken, Result<string>>,
        IRequestHandler<ListApiTokens, Result<IReadOnlyList<ApiTokenItem>>>,
        IRequestHandler<RevokeApiToken, Result<Done>>,
        IRequestHandler<FindTokenBearer, Result<SignedIn>>
{
    public async Task<Result<string>> Handle(CreateApiToken request, CancellationToken cancellationToken)
    {
        var token = "gs_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var owner = await db.Users.SingleAsync(u => u.Id == caller.UserId, cancellationToken);
        db.ApiTokens.Add(new ApiToken
        {
            TenantId = owner.TenantId,
            UserId = owner.Id,
            Name = request.Name.Trim(),
            TokenHash = Hash(token),
            CreatedAt = time.GetUtcNow(),
        });
        return token;
    }

    public async Task<Result<IReadOnlyList<ApiTokenItem>>> Handle(ListApiTokens request, CancellationToken cancellationToken) =>
        await db.ApiTokens.Where(t => t.UserId == caller.UserId && t.RevokedAt == null)
            .OrderByDescending(t => t.Id)
            .Select(t => new ApiTokenItem(t.Id, t.Name, t.CreatedAt, t.LastUsedAt))
            .ToListAsync(cancellationToken);

    public async Task<Result<Done>> Handle(RevokeApiToken request, CancellationToken cancellationToken)
    {
        var token = await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == request.Id && t.UserId == caller.UserId, cancellationToken);
        if (token is null)
        {
            return new NotFound("There is no such token of yours.");
        }

        token.RevokedAt ??= time.GetUtcNow();
        return Done.Instance;
    }

    public async Task<Result<SignedIn>> Handle(FindTokenBearer request, CancellationToken cancellationToken)
    {
        caller.IsTheProgram(Caller.EveryTenant);
        var hash = Hash(request.Token);
        var found = await (from token in db.ApiTokens
                           join user in db.Users on token.UserId equals user.Id
                           where token.TokenHash == hash && token.RevokedAt == null && user.Active
                           select new { Token = token, User = user }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new UnknownToken();
        }

        if (found.Token.LastUsedAt is null || time.GetUtcNow() - found.Token.LastUsedAt > TimeSpan.FromMinutes(1))
        {
            found.Token.LastUsedAt = time.GetUtcNow();
            await db.SaveChangesAsync(cancellationToken);
        }

        var role = found.User.Role;
        return new SignedIn(found.User.Id, found.User.Name, role, role == Role.Support ? Caller.EveryTenant : found.User.TenantId);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
