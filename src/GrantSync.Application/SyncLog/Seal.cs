using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// What a seal of the sync log is made of: SHA-256 over the seal before it, the row's number and the row's words. The database seals
/// (migration 0013); this is the second writing of the rule, which proves the first.
/// </summary>
internal static class Seal
{
    /// <summary>The seal of a row whose chain stood at <paramref name="before"/>.</summary>
    public static byte[] Of(byte[] before, long number, SyncLogRow row)
    {
        var words = new StringBuilder();
        Field(words, number.ToString(CultureInfo.InvariantCulture));
        Write(words, row);
        return SHA256.HashData([.. before, .. Encoding.UTF8.GetBytes(words.ToString())]);
    }

    /// <summary>Where a chain begins; <paramref name="earlier"/> is the digest of the rows that were there before it.</summary>
    public static byte[] Genesis(string tenant, byte[] earlier) => SHA256.HashData([.. Encoding.UTF8.GetBytes($"grantsync {tenant} "), .. earlier]);

    /// <summary>Each field as <c>length:text,</c> with the length in bytes of UTF-8; an empty one as a dash.</summary>
    public static void Write(StringBuilder words, SyncLogRow row)
    {
        Field(words, Number(row.Id));
        Field(words, row.TenantId);
        Field(words, Moment(row.At));
        Field(words, row.Direction == CallDirection.Write ? "write" : "read");
        Field(words, row.Entity);
        Field(words, row.Operation);
        Field(words, Number(row.Keys.Length));
        foreach (var key in row.Keys)
        {
            Field(words, key);
        }

        Field(words, row.Model);
        Field(words, row.Method);
        Field(words, Number(row.Attempt));
        Field(words, row.TraceId);
        Field(words, Number(row.UserId));
        Field(words, row.CompletedAt is { } completed ? Moment(completed) : null);
        Field(words, row.Outcome);
        Field(words, Number(row.HttpStatus));
        Field(words, Number(row.FaultCode));
        Field(words, Number(row.RequestBytes));
        Field(words, Number(row.ResponseBytes));
        Field(words, Number(row.LatencyMilliseconds));
        Field(words, row.Error);
        Field(words, row.BodyDigest is { } digest ? Convert.ToHexStringLower(digest) : null);
    }

    private static void Field(StringBuilder words, string? field) =>
        _ = field is null ? words.Append("-,") : words.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field},");

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Microseconds since 1970, which is what PostgreSQL keeps.</summary>
    private static string Moment(DateTimeOffset moment) =>
        ((moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
}
