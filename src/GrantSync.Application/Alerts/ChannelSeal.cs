using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace GrantSync.Application.Alerts;

/// <summary>Seals the web addresses and secrets of channels.</summary>
public sealed class ChannelSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector seal = protection.CreateProtector("GrantSync.AlertChannel.v1");

    public string Seal(string secret) => seal.Protect(secret);

    /// <summary>Null when the key ring that sealed it is not on this machine.</summary>
    public string? Open(string? sealedSecret)
    {
        try
        {
            return sealedSecret is null ? null : seal.Unprotect(sealedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>256 bits that nobody has seen before.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
