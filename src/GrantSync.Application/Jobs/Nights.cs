using System.Security.Cryptography;
using System.Text;

namespace GrantSync.Application.Jobs;

/// <summary>When work is done that each tenant's Odoo bears once a night.</summary>
public sealed record Nights
{
    /// <summary>When nights begin, in UTC.</summary>
    public TimeSpan Begin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Tenants are spread over so long, each at its own minute, so that a shared Odoo host is not asked by all at once.</summary>
    public TimeSpan Spread { get; init; } = TimeSpan.FromHours(3);

    /// <summary>How long after a turn that Odoo did not answer the next try is made.</summary>
    public TimeSpan TryAgain { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The tenant's next turn after <paramref name="now"/>: the same minute each night, another one for each kind of work.</summary>
    public DateTimeOffset Next(string tenant, NightlyWork work, DateTimeOffset now)
    {
        var place = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant} {work}"))) / (double)uint.MaxValue;
        var turn = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + Begin + (Spread * place);
        return turn > now ? turn : turn.AddDays(1);
    }
}

public enum NightlyWork
{
    /// <summary>Comparing Odoo with what we wrote there.</summary>
    Drift,

    /// <summary>Reading what was spent.</summary>
    Actuals,
}
