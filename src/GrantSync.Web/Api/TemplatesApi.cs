using GrantSync.Application.Templates;
using MediatR;

namespace GrantSync.Web.Api;

internal static class TemplatesApi
{
    public static void MapTemplates(this IEndpointRouteBuilder api)
    {
        var templates = api.MapGroup("/templates").WithTags("Budget templates");
        templates.MapGet("", (IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ListTemplates(), all => TypedResults.Ok(all.Select(Shown)), cancellationToken))
            .Sends<ListTemplates, IEnumerable<TemplateShown>>("The budget templates with their categories and detail rows");
        templates.MapPost("", (CreateTemplate body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body, id => Routing.Made(id), cancellationToken))
            .Sends<CreateTemplate, NewId>("Add a budget template", StatusCodes.Status201Created);
        templates.MapPut("/{id:long}", (long id, TemplateBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new ChangeTemplate(id, body.Name, body.Categories), cancellationToken))
            .Sends<ChangeTemplate>("Rename a template and its categories, or add categories for grants to come; a category that is not named stays");
    }

    private static TemplateShown Shown(BudgetTemplate template) => new(
        template.Id,
        template.Name,
        [.. template.Categories.Select(c => new CategoryShown(c.Id, c.Code, c.Name, [.. c.Details.Select(d => new NewDetail(d.Code, d.Name))]))]);

    internal sealed record TemplateBody(string Name, IReadOnlyList<ChangedCategory> Categories);

    internal sealed record TemplateShown(long Id, string Name, IReadOnlyList<CategoryShown> Categories);

    internal sealed record CategoryShown(long Id, string Code, string Name, IReadOnlyList<NewDetail> Details);
}
