using System.Text;
using CsvHelper;
using GrantSync.Application.Budgets;

namespace GrantSync.Application.Exchange;

/// <summary>CSV as we write it, and as others do: which separator, which encoding.</summary>
internal static class CsvFile
{
    private static readonly char[] Separators = [',', ';', '\t'];

    static CsvFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static byte[] Write(IEnumerable<IReadOnlyList<SheetCell>> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { Separator = ',', WriteByteOrderMark = true }, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                foreach (var cell in row)
                {
                    csv.WriteField(cell.Number is { } number ? Plain(number) : HarmlessText.Guard(cell.Text ?? ""));
                }

                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The rows, read with the separator that shows the most columns we know.</summary>
    public static FileTable Read(byte[] content)
    {
        var text = Decode(content);
        return Separators.Select(separator => Read(text, separator)).MaxBy(table => (FileColumns.Recognised(table), table.Rows.Take(20).Sum(r => r.Cells.Count)))!;
    }

    /// <summary>Never three decimals: <c>1.125</c> could be read as thousands.</summary>
    private static string Plain(decimal number)
    {
        var plain = TypedNumber.Plain(number);
        return plain.IndexOf('.', StringComparison.Ordinal) is var at and > 0 && plain.Length - at == 4 ? plain + "0" : plain;
    }

    private static FileTable Read(string text, char separator)
    {
        var rows = new List<FileRow>();
        using var csv = CsvReader.FromText(text, new CsvReaderOptions { Separator = separator, HasHeader = false, TrackLineNumbers = true });
        while (rows.Count <= FileLimits.Rows && csv.Read())
        {
            var cells = Enumerable.Range(0, Math.Min(csv.FieldCount, FileLimits.Columns + 1))
                .Select(at => new FileCell(HarmlessText.Unguard(csv.GetString(at).Trim(' ', '\u00a0')))).ToList();
            if (cells.Any(c => !c.IsEmpty))
            {
                rows.Add(new FileRow((int)csv.LineNumber, cells));
            }
        }

        return new FileTable(rows);
    }

    private static string Decode(byte[] content)
    {
        var encoding = content switch
        {
            [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(true),
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => IsUtf8(content) ? new UTF8Encoding(false) : Encoding.GetEncoding(1252),
        };
        return encoding.GetString(content).TrimStart('\ufeff');
    }

    private static bool IsUtf8(byte[] content)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(content);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
