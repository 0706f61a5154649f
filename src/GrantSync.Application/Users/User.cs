using GrantSync.Application.Pipeline;
using GrantSync.Application.Tenants;

namespace GrantSync.Application.Users;

/// <summary>A person who signs in with an e-mail address and a password.</summary>
public sealed class User : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required string Email { get; init; }

    public required string Name { get; set; }

    public required Role Role { get; set; }

    /// <summary>PBKDF2, as ASP.NET Core's PasswordHasher writes it.</summary>
    public string PasswordHash { get; set; } = "";

    public bool Active { get; set; } = true;

    public int FailedSignIns { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>Lets a script act as its user. Only the hash of the token is kept; the token is shown once.</summary>
public sealed class ApiToken : ITenantRow
{
    public long Id { get; init; }

    public required string TenantId { get; init; }

    public required long UserId { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, in lower-case hex.</summary>
    public required string TokenHash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
