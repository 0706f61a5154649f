using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace GrantSync.Web.Pages.Tags;

/// <summary><c>&lt;field for="Form.Title" label="Title" hint="..."&gt;</c> round an input: its label, hint and what is wrong with it.</summary>
[HtmlTargetElement("field")]
public sealed class Field : TagHelper
{
    [HtmlAttributeName("for")]
    public required ModelExpression For { get; set; }

    public required string Label { get; set; }

    public string? Hint { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext View { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.GetChildContentAsync();
        var id = IdOf(For);
        output.TagName = "div";
        output.Attributes.SetAttribute("class", $"field {context.AllAttributes["class"]?.Value}".TrimEnd());
        output.Content.AppendHtml($"<label class=\"form-label\" for=\"{id}\">{HtmlEncoder.Default.Encode(Label)}</label>");
        output.Content.AppendHtml(inner);
        if (Problem(View, For) is { } problem)
        {
            output.Content.AppendHtml($"<div class=\"field-problem\" id=\"{id}-problem\">{HtmlEncoder.Default.Encode(problem)}</div>");
        }

        if (Hint is not null)
        {
            output.Content.AppendHtml($"<div class=\"form-hint\" id=\"{id}-hint\">{HtmlEncoder.Default.Encode(Hint)}</div>");
        }
    }

    internal static string IdOf(ModelExpression field) => TagBuilder.CreateSanitizedId(field.Name, "_");

    internal static string? Problem(ViewContext view, ModelExpression field) =>
        view.ViewData.ModelState.TryGetValue(field.Name, out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;
}

/// <summary>Marks an input whose value was refused, for the eye and for a screen reader.</summary>
[HtmlTargetElement("input", Attributes = "asp-for")]
[HtmlTargetElement("select", Attributes = "asp-for")]
[HtmlTargetElement("textarea", Attributes = "asp-for")]
public sealed class RefusedInput : TagHelper
{
    [HtmlAttributeName("asp-for")]
    public required ModelExpression For { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext View { get; set; }

    public override int Order => 1000;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Field.Problem(View, For) is null)
        {
            return;
        }

        output.Attributes.SetAttribute("aria-invalid", "true");
        output.Attributes.SetAttribute("aria-describedby", $"{Field.IdOf(For)}-problem");
        output.AddClass("is-invalid", HtmlEncoder.Default);
    }
}
