using System.Globalization;
using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Exchange;

/// <summary>A file that cannot be read as a table, and why.</summary>
public sealed record UnreadableFile(string Why) : Invalid("File", Why);

/// <summary>Makes a table of an uploaded file, whatever it claims to be. Whatever is in it, the answer is a table or a sentence.</summary>
internal static class FileReading
{
    private const string Protected = "This file is protected with a password, or is an old .xls. Save it as .xlsx without a password, or as CSV.";

    public static Result<FileTable> Read(byte[] content)
    {
        if (content.Length == 0)
        {
            return new UnreadableFile("This file is empty.");
        }

        if (content.Length > FileLimits.Bytes)
        {
            return new UnreadableFile(string.Create(
                CultureInfo.InvariantCulture, $"This file is {content.Length / 1048576m:0.0} MB large; {FileLimits.Bytes / 1048576} MB are the most. Leave out other sheets and pictures, or save it as CSV."));
        }

        try
        {
            var table = content switch
            {
                [0x50, 0x4B, 0x03, 0x04, ..] => XlsxFile.Read(content),
                [0xD0, 0xCF, 0x11, 0xE0, ..] => new UnreadableFile(Protected),
                _ when IsBinary(content) => new UnreadableFile("This is neither a CSV nor an XLSX file. Save the budget as one of them."),
                _ => CsvFile.Read(content),
            };
            if (table.Refusal is null && table.Value.Rows.Count > FileLimits.Rows)
            {
                return new UnreadableFile(string.Create(CultureInfo.InvariantCulture, $"This file has more than {FileLimits.Rows} rows. Import it in parts."));
            }

            return table.Refusal is null && table.Value.Rows.Any(r => r.Cells.Count > FileLimits.Columns)
                ? new UnreadableFile(string.Create(CultureInfo.InvariantCulture, $"This file has more than {FileLimits.Columns} columns."))
                : table;
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or OperationCanceledException))
        {
            // the readers throw whatever they stumble over; to the person it is one thing
            return new UnreadableFile("This file is broken or not what its name says. Open it in a spreadsheet, save it as .xlsx or CSV, and try again.");
        }
    }

    /// <summary>Signs that no text has; a UTF-16 text has zeros, but a mark or letters between them.</summary>
    private static bool IsBinary(byte[] content)
    {
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..])
        {
            return false;
        }

        return content.AsSpan().StartsWith("%PDF"u8) || content.Take(8192).Any(b => b == 0);
    }
}
