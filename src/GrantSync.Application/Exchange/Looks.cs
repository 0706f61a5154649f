using DocumentFormat.OpenXml.Spreadsheet;

namespace GrantSync.Application.Exchange;

/// <summary>The styles of a workbook, each made when it is first asked for.</summary>
internal sealed class Looks
{
    private const uint FirstOwnFormat = 164;
    private readonly List<(CellLook Look, string Format)> styles = [(CellLook.Plain, "")];
    private readonly List<string> formats = [];

    /// <param name="look">How it looks.</param>
    /// <param name="decimals">How many are shown; null for as many as there are.</param>
    /// <param name="isNumber">Texts are marked as such, so that a spreadsheet does not make a date of the code 1-2 when it is edited.</param>
    public uint Of(CellLook look, int? decimals, bool isNumber)
    {
        var format = !isNumber ? "@" : decimals is { } shown ? "#,##0" + (shown > 0 ? "." + new string('0', shown) : "") : "";
        if (format.Length > 1 && !formats.Contains(format))
        {
            formats.Add(format);
        }

        if (styles.IndexOf((look, format)) is var at and >= 0)
        {
            return (uint)at;
        }

        styles.Add((look, format));
        return (uint)styles.Count - 1;
    }

    public Stylesheet Stylesheet()
    {
        var fonts = new Fonts(Font(11, bold: false), Font(11, bold: true), Font(14, bold: true));
        var fills = new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFE4EDEA" }) { PatternType = PatternValues.Solid }));
        var borders = new Borders(new Border(), new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder()));
        var own = formats.Select((format, at) => new NumberingFormat { NumberFormatId = FirstOwnFormat + (uint)at, FormatCode = format }).ToList();
        var sheet = new Stylesheet();
        if (own.Count > 0)
        {
            sheet.Append(new NumberingFormats(own) { Count = (uint)own.Count });
        }

        sheet.Append(fonts, fills, borders, new CellStyleFormats(new CellFormat()), new CellFormats(styles.Select(Format)));
        return sheet;
    }

    private CellFormat Format((CellLook Look, string Format) style)
    {
        var format = new CellFormat
        {
            NumberFormatId = style.Format switch { "" => 0, "@" => 49, _ => FirstOwnFormat + (uint)formats.IndexOf(style.Format) },
            FontId = style.Look switch { CellLook.Plain => 0u, CellLook.Title => 2u, _ => 1u },
            FillId = style.Look == CellLook.Head ? 2u : 0u,
            BorderId = style.Look == CellLook.Head ? 1u : 0u,
            ApplyNumberFormat = true,
            ApplyFont = true,
            ApplyFill = true,
            ApplyBorder = true,
            ApplyAlignment = true,
        };
        format.Append(new Alignment { Vertical = VerticalAlignmentValues.Top, WrapText = style.Format == "@" && style.Look != CellLook.Title });
        return format;
    }

    private static Font Font(double size, bool bold)
    {
        var font = new Font();
        if (bold)
        {
            font.Append(new Bold());
        }

        font.Append(new FontSize { Val = size }, new FontName { Val = "Calibri" });
        return font;
    }
}
