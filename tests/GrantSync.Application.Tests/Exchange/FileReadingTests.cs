using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using GrantSync.Application.Budgets;
using GrantSync.Application.Exchange;

namespace GrantSync.Application.Tests.Exchange;

/// <summary>Whatever is uploaded, the answer is a table or a sentence.</summary>
public sealed class FileReadingTests
{
    private const string Dutch = "Categoriecode;Regelcode;Omschrijving;Eenheidsprijs\nHR;1;Coördinator – ½;2.450,50\n";

    public static TheoryData<string, byte[]> Encoded => new()
    {
        { "utf-8", Encoding.UTF8.GetBytes(Dutch) },
        { "utf-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Dutch)] },
        { "utf-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Dutch)] },
        { "utf-16 without a mark", Encoding.Unicode.GetBytes(Dutch) },
        { "utf-16, the other way round", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Dutch)] },
        { "windows-1252", CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Dutch) },
        { "tabs", Encoding.UTF8.GetBytes(Dutch.Replace(';', '\t')) },
        { "commas and quotes", Encoding.UTF8.GetBytes("Category code,Line code,Description,Unit cost\r\nHR,1,Coördinator – ½,\"2,450.50\"\r\n") },
    };

    [Theory]
    [MemberData(nameof(Encoded))]
    public void Separator_and_encoding_are_found_out(string name, byte[] content)
    {
        var table = FileReading.Read(content).Value;
        var columns = FileColumns.Find(table, PeriodLength.Whole, 0).Value;
        Assert.Equal("Coördinator – ½", table.Rows[1][columns.Of["description"]].Text);
        Assert.Equal(4, columns.Of.Count);
        Assert.True(FileNumbers.Problem(table.Rows[1][columns.Of["unitValue"]].Text, NumberForm.Detected, out var number) is null, name);
        Assert.Equal("2450.50", number);
    }

    [Theory]
    [InlineData("1250", NumberForm.Detected, "1250")]
    [InlineData("1250,5", NumberForm.Detected, "1250.5")]
    [InlineData("1.250,5", NumberForm.Detected, "1250.5")]
    [InlineData("1,250.5", NumberForm.Detected, "1250.5")]
    [InlineData("1.250.000", NumberForm.Detected, "1250000")]
    [InlineData("0.125", NumberForm.Detected, "0.125")]
    [InlineData("1 250,00", NumberForm.Detected, "1250.00")]
    [InlineData("€ 1.250,00", NumberForm.Comma, "1250.00")]
    [InlineData("1250.00 EUR", NumberForm.Point, "1250.00")]
    [InlineData("1.250", NumberForm.Comma, "1250")]
    [InlineData("1.250", NumberForm.Point, "1.250")]
    [InlineData("1,250", NumberForm.Point, "1250")]
    [InlineData("", NumberForm.Detected, "")]
    [InlineData("1.250", NumberForm.Detected, null)]
    [InlineData("1,250", NumberForm.Detected, null)]
    [InlineData("1,5", NumberForm.Point, null)]
    [InlineData("1.5", NumberForm.Comma, null)]
    [InlineData("1,25,0", NumberForm.Detected, null)]
    [InlineData("12,50.0", NumberForm.Detected, null)]
    [InlineData("twelve", NumberForm.Detected, null)]
    [InlineData("1e5", NumberForm.Detected, null)]
    public void A_number_is_read_in_one_way_or_refused(string text, NumberForm form, string? read)
    {
        var problem = FileNumbers.Problem(text, form, out var plain);
        Assert.Equal(read, problem is null ? plain : null);
    }

    [Fact]
    public void Numbers_show_how_the_others_are_read_unless_they_contradict_each_other()
    {
        Assert.Equal(NumberForm.Comma, FileNumbers.Detect(["1.250", "12", "0,5"]));
        Assert.Equal(NumberForm.Point, FileNumbers.Detect(["1,250", "12.50"]));
        Assert.Equal(NumberForm.Detected, FileNumbers.Detect(["1,250", "12.50", "3,5"]));
        Assert.Equal(NumberForm.Detected, FileNumbers.Detect(["1,250", "12"]));
    }

    [Fact]
    public void A_missing_heading_is_named_and_others_are_listed()
    {
        Assert.Contains("'Line code' is missing", FileColumns.Find(FileReading.Read("Category code,Colour\n1,red\n"u8.ToArray()).Value, PeriodLength.Whole, 0).Refusal!.Sentence, StringComparison.Ordinal);
        var columns = FileColumns.Find(FileReading.Read("The budget\n\nCategory,Line,Colour,Units (days),Year 1,Units\n1,1,red,2,3,4\n"u8.ToArray()).Value, PeriodLength.Whole, 0).Value;
        Assert.Equal(["Colour", "Year 1 (the budget has no such period)", "Units (a column of this kind is there already)"], columns.Ignored);
        Assert.Equal(1, columns.HeadRow);
    }

    [Fact]
    public void A_workbook_is_read_as_its_reader_sees_it()
    {
        var table = FileReading.Read(Book(sheet =>
        {
            Row(sheet, 1, Text("A1", "Budget 2026"));
            Row(sheet, 3, Text("A3", "Category code"), Text("B3", "Line code"), Text("C3", "Description"), Text("D3", "Unit value"), Text("E3", "Units"));
            Row(sheet, 4, Text("A4", "HR"), Number("B4", "1.1", style: 1), Text("C4", "Staff"), new Cell { CellReference = "D4", CellFormula = new CellFormula("1+1.5"), CellValue = new CellValue("2.5") }, Number("E4", "0.30000000000000004"));
            Row(sheet, 6, Number("B6", "46023", style: 2), Text("C6", "A date"), new Cell { CellReference = "D6", DataType = CellValues.Error, CellValue = new CellValue("#REF!") });
            sheet.Append(new MergeCells(new MergeCell { Reference = "A1:E1" }, new MergeCell { Reference = "A4:A6" }));
        })).Value;

        Assert.Equal([3, 4, 6], table.Rows.Select(r => r.Number));
        Assert.Equal(["HR", "1.10", "Staff", "2.5", "0.3"], table.Rows[1].Cells.Select(c => c.Text));
        Assert.Equal((2.5m, 0.3m), (table.Rows[1][3].Number!.Value, table.Rows[1][4].Number!.Value));
        Assert.Equal("HR", table.Rows[2][0].Text);
        Assert.Contains("made a date of this cell (1 Jan 2026)", table.Rows[2][1].Problem!, StringComparison.Ordinal);
        Assert.Contains("#REF!", table.Rows[2][3].Problem!, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "nothing", [], "is empty" },
        { "a picture", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13], "neither a CSV nor an XLSX" },
        { "a PDF", "%PDF-1.7 ..."u8.ToArray(), "neither a CSV nor an XLSX" },
        { "protected", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "protected with a password" },
        { "too large", new byte[FileLimits.Bytes + 1], "5 MB are the most" },
        { "half a workbook", Whole()[..400], "broken" },
        { "bytes in the middle", Scrambled(), "broken" },
        { "another ZIP", Zip(("readme.txt", "hello"u8.ToArray())), "no XLSX workbook" },
        { "a workbook without sheets", Zip(("xl/workbook.xml", "<workbook/>"u8.ToArray())), "broken" },
        { "a bomb of zeros", Zip(("xl/workbook.xml", "<workbook/>"u8.ToArray()), ("xl/media/a.bin", new byte[80 * 1024 * 1024])), "too large" },
        { "a bomb of text", Zip(("xl/workbook.xml", [.. "<a>"u8, .. Enumerable.Repeat((byte)'x', 70 * 1024 * 1024), .. "</a>"u8])), "too large" },
        { "a tower of elements", Zip(("xl/workbook.xml", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a>", 100_000))))), "too large" },
        { "entities", Zip(("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>"u8.ToArray())), "broken" },
        { "many rows", Encoding.ASCII.GetBytes("Category code,Line code\n" + string.Concat(Enumerable.Range(0, FileLimits.Rows + 1).Select(n => $"1,{n}\n"))), "more than 5000 rows" },
        { "many columns", Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Range(0, 300))), "more than 200 columns" },
        { "a cell beyond all columns", Book(sheet => Row(sheet, 1, Text("XFD1", "far"))), "more than 200 columns" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_is_no_budget_is_refused_with_a_sentence(string name, byte[] content, string says)
    {
        var refused = FileReading.Read(content).Refusal;
        Assert.True(refused is UnreadableFile && refused.Sentence.Contains(says, StringComparison.Ordinal), $"{name}: {refused?.Sentence}");
        Assert.DoesNotContain("Exception", refused!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_end_in_a_table_or_a_sentence()
    {
        var random = new Random(20261121);
        var whole = Whole();
        for (var turn = 0; turn < 400; turn++)
        {
            var bytes = turn % 2 == 0 ? [.. whole] : new byte[random.Next(1, 3000)];
            if (turn % 2 == 0)
            {
                for (var hit = 0; hit < 5; hit++)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }
            }
            else
            {
                random.NextBytes(bytes);
            }

            var read = FileReading.Read(bytes);
            Assert.True(read.Refusal is null or UnreadableFile);
        }
    }

    private static byte[] Whole() => Book(sheet => Row(sheet, 1, Text("A1", "Category code"), Text("B1", "Line code")));

    private static byte[] Scrambled()
    {
        var bytes = Whole();
        Array.Fill<byte>(bytes, 0xAB, 60, bytes.Length - 120);
        return bytes;
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Book(Action<Worksheet> fill)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 2 }, new CellFormat { NumberFormatId = 14 }));
            var part = workbook.AddNewPart<WorksheetPart>();
            part.Worksheet = new Worksheet(new SheetData());
            fill(part.Worksheet);
            workbook.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = workbook.GetIdOfPart(part), SheetId = 1, Name = "A" }));
        }

        return bytes.ToArray();
    }

    private static void Row(Worksheet sheet, uint number, params Cell[] cells) => sheet.GetFirstChild<SheetData>()!.Append(new Row(cells) { RowIndex = number });

    private static Cell Text(string at, string text) => new() { CellReference = at, DataType = CellValues.String, CellValue = new CellValue(text) };

    private static Cell Number(string at, string number, uint style = 0) => new() { CellReference = at, CellValue = new CellValue(number), StyleIndex = style };
}
