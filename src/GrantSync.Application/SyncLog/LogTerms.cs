using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace GrantSync.Application.SyncLog;

/// <summary>
/// The terms under which a row is found, each a number: the first 8 bytes, big-endian, of the SHA-256 of <c>tenant, kind, word</c> with line
/// feeds between. Fixed for ever; the database's function <c>sync_log_term</c> makes the same. The tenant is in it, so that one tenant's word
/// is never another's.
/// </summary>
internal static class LogTerms
{
    /// <summary>A load of 500 rows has some 3,000; what a longer one has beyond this is not found.</summary>
    public const int Most = 4000;

    private const int LongestWord = 100;

    public static long Key(string tenant, string key) => Of(tenant, "key", key);

    public static long Trace(string tenant, string trace) => Of(tenant, "trace", trace);

    public static long User(string tenant, long user) => Of(tenant, "user", user.ToString(CultureInfo.InvariantCulture));

    public static long Fingerprint(string tenant, string fingerprint) => Of(tenant, "fingerprint", fingerprint);

    /// <summary>Of no tenant: always asked for together with a word that is of one.</summary>
    public static long Facets(long facets) => Of("", "facets", facets.ToString(CultureInfo.InvariantCulture));

    public static long Word(string tenant, string word) => Of(tenant, "word", word);

    /// <summary>What a row is found by before anybody knows how its call ends.</summary>
    public static IEnumerable<long> Of(SyncLogRow row) =>
    [
        .. row.Keys.Select(key => Key(row.TenantId, key)),
        .. row.TraceId is { } trace ? [Trace(row.TenantId, trace)] : Array.Empty<long>(),
        .. row.UserId is { } user ? [User(row.TenantId, user)] : Array.Empty<long>(),
    ];

    /// <summary>
    /// The words of a text, in lower case: each token as it stands (<c>HR/BL-01</c>), what lies between its slashes, colons and the like
    /// (<c>BL-01</c>), and each run of letters and digits (<c>01</c>).
    /// </summary>
    public static IEnumerable<string> WordsOf(string text)
    {
        foreach (var token in TokensOf(text))
        {
            yield return token;
            foreach (var part in Parts(token, c => !Joints.Contains(c)).Concat(Parts(token, char.IsLetterOrDigit)))
            {
                yield return part;
            }
        }
    }

    private static readonly SearchValues<char> Joints = SearchValues.Create("/:=|@\\");

    private static IEnumerable<string> Parts(string token, Func<char, bool> belongs)
    {
        for (int start = 0, at = 0; at <= token.Length; at++)
        {
            if (at < token.Length && belongs(token[at]))
            {
                continue;
            }

            if (at > start && at - start < token.Length)
            {
                yield return token[start..at];
            }

            start = at + 1;
        }
    }

    public static IEnumerable<string> WordsOf(byte[] body) => body.Length == 0 ? [] : WordsOf(WebUtility.HtmlDecode(Encoding.UTF8.GetString(body)));

    /// <summary>What somebody looks for: every token, as it was typed.</summary>
    public static IReadOnlyList<string> Wanted(string text) => [.. TokensOf(text).Distinct(StringComparer.Ordinal)];

    /// <summary>Between blanks, tags and quotes; without punctuation at its ends.</summary>
    private static IEnumerable<string> TokensOf(string text)
    {
        for (int start = 0, at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && !IsBetween(text[at]))
            {
                continue;
            }

            var (first, last) = (start, at);
            while (first < last && !char.IsLetterOrDigit(text[first])) { first++; }
            while (last > first && !char.IsLetterOrDigit(text[last - 1])) { last--; }
            if (last - first is > 0 and <= LongestWord)
            {
                yield return text[first..last].ToLowerInvariant();
            }

            start = at + 1;
        }
    }

    private static bool IsBetween(char c) => char.IsWhiteSpace(c) || c is '<' or '>' or '"' or '\'' or '“' or '”' or '«' or '»' or ',' or ';' or '(' or ')' or '[' or ']' or '{' or '}';

    public static long Of(string tenant, string kind, string word)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{kind}\n{word}"), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
