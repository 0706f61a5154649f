using System.Security.Cryptography;
using System.Text;

namespace GrantSync.Application.Drift;

/// <summary>The numbers of the nightly comparison.</summary>
public sealed record DriftLimits
{
    /// <summary>When nights begin, in UTC.</summary>
    public TimeSpan NightBegins { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Tenants are spread over so long, each at its own minute, so that a shared Odoo host is not asked by all at once.</summary>
    public TimeSpan Spread { get; init; } = TimeSpan.FromHours(3);

    /// <summary>How long after a comparison that Odoo did not answer the next try is made.</summary>
    public TimeSpan TryAgain { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often a node looks for tenants whose night has come.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most records that are read in one call.</summary>
    public int ReadAtOnce { get; init; } = 500;

    /// <summary>The most missing records whose external ids are asked for one by one; of more, these speak for all.</summary>
    public int AskOneByOne { get; init; } = 20;

    /// <summary>The tenant's next turn after <paramref name="now"/>: the same minute each night.</summary>
    public DateTimeOffset NextNight(string tenant, DateTimeOffset now)
    {
        var place = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(tenant))) / (double)uint.MaxValue;
        var turn = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + NightBegins + (Spread * place);
        return turn > now ? turn : turn.AddDays(1);
    }
}
