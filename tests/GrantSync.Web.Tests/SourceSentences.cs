using System.Text;
using System.Text.RegularExpressions;

namespace GrantSync.Web.Tests;

/// <summary>A string of a source file, put together where it is written in pieces; what an interpolation fills in is a hole.</summary>
internal sealed record SourceSentence(string Whole, bool HasHoles)
{
    /// <summary>Stands for a hole in <see cref="Whole"/>.</summary>
    public const char Hole = '\u0001';

    public int Letters => Whole.Count(char.IsLetter);

    /// <summary>What the source can make of it, a <c>{0}</c> for each thing that is filled in or a phrase written out.</summary>
    public Regex Made() => new($@"^(?:\{{\d\}})?{string.Join(".*?", Whole.Split(Hole).Select(Regex.Escape))}$", RegexOptions.Singleline);
}

/// <summary>Reads the strings of C# well enough for sentences: quoted, interpolated, and joined with <c>+</c>.</summary>
internal static class SourceSentences
{
    public static IEnumerable<SourceSentence> In(string source)
    {
        for (var at = 0; at < source.Length; at++)
        {
            if (source[at] == '/' && at + 1 < source.Length && source[at + 1] == '/')
            {
                at = source.IndexOf('\n', at) is > 0 and var end ? end : source.Length;
            }
            else if (source[at] == '\'' && at + 2 < source.Length && (source[at + 2] == '\'' || source[at + 1] == '\\'))
            {
                at = source.IndexOf('\'', at + 2) is > 0 and var end ? end : source.Length;
            }
            else if (source[at] == '"')
            {
                var inner = new List<SourceSentence>();
                var whole = new StringBuilder();
                do
                {
                    at = Read(source, at, whole, inner);
                }
                while (JoinedAt(source, at) is > 0 and var next && (at = next) > 0);
                yield return new SourceSentence(whole.ToString(), whole.ToString().Contains(SourceSentence.Hole, StringComparison.Ordinal));
                foreach (var sentence in inner)
                {
                    yield return sentence;
                }
            }
        }
    }

    /// <summary>Reads the string that begins at the quote, and those within its holes; answers the place of its closing quote.</summary>
    private static int Read(string source, int quote, StringBuilder whole, List<SourceSentence> inner)
    {
        var at = quote + 1;
        for (; at < source.Length && source[at] != '"' && source[at] != '\n'; at++)
        {
            switch (source[at])
            {
                case '\\':
                    whole.Append(source[++at]);
                    break;
                case '{' when quote > 0 && (source[quote - 1] is '$' or '@' || !IsNumbered(source, at)):
                    at = EndOfHole(source, at, inner);
                    whole.Append(SourceSentence.Hole);
                    break;
                default:
                    whole.Append(source[at]);
                    break;
            }
        }

        return at;
    }

    /// <summary><c>{0}</c> in a plain string is a word of the language file, and stays.</summary>
    private static bool IsNumbered(string source, int brace) => char.IsAsciiDigit(source[brace + 1]);

    private static int EndOfHole(string source, int brace, List<SourceSentence> inner)
    {
        var depth = 0;
        for (var at = brace; at < source.Length; at++)
        {
            switch (source[at])
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return at;
                case '"':
                    var whole = new StringBuilder();
                    at = Read(source, at, whole, inner);
                    inner.Add(new SourceSentence(whole.ToString(), whole.ToString().Contains(SourceSentence.Hole, StringComparison.Ordinal)));
                    break;
                default:
                    break;
            }
        }

        return source.Length - 1;
    }

    /// <summary>The quote of the next piece, when a plus joins one to this; 0 otherwise.</summary>
    private static int JoinedAt(string source, int closing)
    {
        var at = closing + 1;
        while (at < source.Length && char.IsWhiteSpace(source[at]))
        {
            at++;
        }

        if (at >= source.Length || source[at] != '+')
        {
            return 0;
        }

        at++;
        while (at < source.Length && (char.IsWhiteSpace(source[at]) || source[at] == '$'))
        {
            at++;
        }

        return at < source.Length && source[at] == '"' ? at : 0;
    }
}
