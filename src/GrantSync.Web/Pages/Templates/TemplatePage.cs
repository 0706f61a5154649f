using System.Globalization;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.Templates;

/// <summary>A page with the form of a template. Its small buttons rearrange the rows on the server, so that they work without a script.</summary>
public abstract class TemplatePage(IMediator mediator) : Clerk(mediator)
{
    [BindProperty]
    public TemplateForm Form { get; set; } = new();

    /// <summary>Categories that grants use: their codes stay.</summary>
    public IReadOnlySet<long> Used { get; protected set; } = new HashSet<long>();

    /// <summary>The row that a small button has just changed.</summary>
    public int? Touched { get; private set; }

    /// <summary>True when a small button was pressed: more, or what to do with which row (<c>up:2</c>).</summary>
    protected bool Rearranged(string? act)
    {
        if (string.IsNullOrEmpty(act))
        {
            return false;
        }

        ModelState.Clear();
        var rows = Form.Categories;
        var (what, row) = act.Split(':') is [var name, var at] && int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < rows.Count
            ? (name, index)
            : (act, -1);
        switch (what, row)
        {
            case ("up", > 0):
                (rows[row - 1], rows[row], Touched) = (rows[row], rows[row - 1], row - 1);
                break;
            case ("down", >= 0) when row < rows.Count - 1:
                (rows[row + 1], rows[row], Touched) = (rows[row], rows[row + 1], row + 1);
                break;
            case ("remove", >= 0) when rows[row].Id is null:
                rows.RemoveAt(row);
                break;
            case ("remove" or "keep", >= 0):
                (rows[row].Remove, Touched) = (what == "remove", row);
                break;
            case ("more", _):
                rows.Add(new CategoryForm());
                Touched = rows.Count - 1;
                break;
            default:
                break;
        }

        return true;
    }

    /// <summary>Rows left empty are no categories; the others keep their places, so that a sentence finds its field. False when one cannot be read.</summary>
    protected bool ReadRows()
    {
        Form.Categories.RemoveAll(c => c.IsEmpty);
        ModelState.Clear();
        for (var at = 0; at < Form.Categories.Count; at++)
        {
            ModelState.Need(
                string.Create(CultureInfo.InvariantCulture, $"Form.Categories[{at}].Details"),
                Form.Categories[at].Rows is not null,
                "Write each row as a code, a space and a name: 1.1 Project manager.");
        }

        return ModelState.IsValid;
    }
}

public sealed class TemplateForm
{
    public string? Name { get; set; }

    public string? IndirectRate { get; set; }

    public List<CategoryForm> Categories { get; set; } = [];
}

public sealed class CategoryForm
{
    public long? Id { get; set; }

    public string? Code { get; set; }

    public string? Name { get; set; }

    public bool IsIndirect { get; set; }

    /// <summary>To be taken out of the template when it is saved.</summary>
    public bool Remove { get; set; }

    /// <summary>Detail rows as typed, one a line.</summary>
    public string? Details { get; set; }

    internal bool IsEmpty => Id is null && string.IsNullOrWhiteSpace(Code) && string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Details);

    /// <summary>Null when a row is not a code and a name.</summary>
    internal IReadOnlyList<NewDetail>? Rows
    {
        get
        {
            var rows = (Details ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(row => row.Split(' ', 2)).ToList();
            return rows.TrueForAll(row => row.Length == 2) ? [.. rows.Select(row => new NewDetail(row[0], row[1].Trim()))] : null;
        }
    }
}
