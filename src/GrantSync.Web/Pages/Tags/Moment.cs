using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace GrantSync.Web.Pages.Tags;

/// <summary>
/// <c>&lt;moment at="..." show="ago" /&gt;</c>: a moment in UTC, which times.js rewrites in the reader's own zone (<c>time</c>, <c>full</c>
/// or <c>ago</c>); UTC stays in the title.
/// </summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class Moment : TagHelper
{
    public DateTimeOffset? At { get; set; }

    public string Show { get; set; } = "full";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        var utc = at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", utc);
        output.Attributes.SetAttribute("data-show", Show);
        output.Content.SetContent(utc);
    }
}
