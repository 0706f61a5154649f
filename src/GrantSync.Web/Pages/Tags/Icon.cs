using Microsoft.AspNetCore.Razor.TagHelpers;

namespace GrantSync.Web.Pages.Tags;

/// <summary><c>&lt;icon of="plus" /&gt;</c>: a drawing of Tabler's set; <c>&lt;icon shape="check" /&gt;</c>: one of the pills' own.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class Icon : TagHelper
{
    public string? Of { get; set; }

    public string? Shape { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("aria-hidden", "true");
        var given = context.AllAttributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute("class", $"{(Shape is null ? "icon" : "shape")} {given}".TrimEnd());
        output.Content.SetHtmlContent($"<use href=\"{(Shape is null ? $"/lib/icons/icons.svg#{Of}" : $"/img/shapes.svg#{Shape}")}\"></use>");
    }
}
