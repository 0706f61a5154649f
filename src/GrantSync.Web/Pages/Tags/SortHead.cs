using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace GrantSync.Web.Pages.Tags;

/// <summary><c>&lt;sort-head by="title" path="/grants" filter="Model.Filter"&gt;Grant&lt;/sort-head&gt;</c>: a column's head, a link that sorts by it.</summary>
[HtmlTargetElement("sort-head")]
public sealed class SortHead : TagHelper
{
    public required string By { get; set; }

    public required string Path { get; set; }

    public required ListFilter Filter { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var order = Filter.Order(By);
        output.TagName = "th";
        output.Attributes.SetAttribute("scope", "col");
        if (order is not null)
        {
            output.Attributes.SetAttribute("aria-sort", order);
        }

        var label = await output.GetChildContentAsync();
        output.Content.AppendHtml($"<a class=\"sort-link\" href=\"{HtmlEncoder.Default.Encode(Filter.SortedBy(Path, By))}\">");
        output.Content.AppendHtml(label);
        output.Content.AppendHtml(SortMark.Of(order)).AppendHtml("</a>");
    }
}

/// <summary>The sign beside the column by which a list is sorted; nothing beside the others.</summary>
[HtmlTargetElement("sort-mark", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SortMark : TagHelper
{
    public required string By { get; set; }

    public required ListFilter Filter { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Of(Filter.Order(By)));
    }

    internal static string Of(string? order) => order is null
        ? ""
        : $"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/lib/icons/icons.svg#chevron-{(order == "ascending" ? "up" : "down")}\"></use></svg>";
}
