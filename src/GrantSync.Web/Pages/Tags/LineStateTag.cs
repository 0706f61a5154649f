using System.Globalization;
using GrantSync.Application.Budgets;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Tags;

/// <summary><c>&lt;line-state of="record" says="Account" /&gt;</c>: where a record stands, as a pill. states.js has the same words for the grid.</summary>
[HtmlTargetElement("line-state", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LineStateTag : TagHelper
{
    public required RecordState Of { get; set; }

    public string? Says { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (kind, shape, word) = Of.State switch
        {
            LineState.New => ("new", "ring", T("New")),
            LineState.Changed => ("changed", "half", T("Changed")),
            LineState.Waiting => ("waiting", "clock", T("Waiting")),
            LineState.Sending => ("sending", "arrow", T("Sending")),
            LineState.InOdoo => ("good", "check", T("In Odoo")),
            LineState.Refused => ("bad", "cross", T("Refused")),
            LineState.Unknown => ("unknown", "question", T("Unknown")),
            LineState.ChangedInOdoo => ("amber", "triangle", T("Changed in Odoo")),
            LineState.LeftOut => ("grey", "dash", T("Left out")),
            _ => throw new InvalidOperationException($"No pill for {Of.State}."),
        };
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"pill pill-{kind}");
        output.Attributes.SetAttribute("title", Said(Of.Problem));
        output.Content.AppendHtml($"<svg class=\"shape\" aria-hidden=\"true\"><use href=\"/img/shapes.svg#{shape}\"></use></svg> ");
        output.Content.Append(Says is null ? word : $"{Says}: {char.ToLowerInvariant(word[0])}{word[1..]}");
        if (Of.State == LineState.InOdoo && Of.OdooId is { } id)
        {
            output.Content.AppendHtml($" <span class=\"odoo-id\">#{id.ToString(CultureInfo.InvariantCulture)}</span>");
        }
    }
}
