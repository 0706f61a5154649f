using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Tags;

/// <summary>
/// <c>&lt;sentence words="Saved {0} by {1}."&gt;&lt;part&gt;&lt;moment at="..." /&gt;&lt;/part&gt;&lt;part&gt;@name&lt;/part&gt;&lt;/sentence&gt;</c>: words with
/// marked-up parts in them, which another language may have in another order.
/// </summary>
[HtmlTargetElement("sentence")]
public sealed partial class Sentence : TagHelper
{
    /// <summary>In English; the holes are the parts in their order here.</summary>
    public required string Words { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var parts = new List<IHtmlContent>();
        context.Items[typeof(Part)] = parts;
        await output.GetChildContentAsync();
        output.TagName = null;
        foreach (var (words, at) in Hole().Split(T(Words)).Select((words, at) => (words, at)))
        {
            output.Content.AppendHtml(at % 2 == 0 ? new HtmlString(HtmlEncoder.Default.Encode(words)) : parts[int.Parse(words, CultureInfo.InvariantCulture)]);
        }
    }

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Hole();
}

/// <summary>What fills a hole of the <see cref="Sentence"/> around it.</summary>
[HtmlTargetElement("part", ParentTag = "sentence")]
public sealed class Part : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ((List<IHtmlContent>)context.Items[typeof(Part)]).Add(await output.GetChildContentAsync());
        output.SuppressOutput();
    }
}
