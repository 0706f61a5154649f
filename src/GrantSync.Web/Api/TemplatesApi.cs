using System.Text.Json.Serialization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Lists;
using GrantSync.Application.Templates;
using MediatR;

namespace GrantSync.Web.Api;

internal static class TemplatesApi
{
    public static void MapTemplates(this IEndpointRouteBuilder api)
    {
        var templates = api.MapGroup("/templates").WithTags("Budget templates");
        templates.MapGet("", (string? search, Word<Which>? show, string? sort, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ListTemplates(search, show?.Value ?? Which.Active, sort), all => TypedResults.Ok(all.Select(Shown)), cancellationToken))
            .Sends<ListTemplates, IEnumerable<TemplateShown>>(
                "The budget templates with their categories and detail rows; show is active, archived or all, sort is name or rate");
        templates.MapPost("", (CreateTemplate body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body, id => Routing.Made(id), cancellationToken))
            .Sends<CreateTemplate, NewId>("Add a budget template", StatusCodes.Status201Created);
        templates.MapPut("/{id:long}", (long id, TemplateBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new ChangeTemplate(id, body.Name, body.Categories, body.IndirectRate), cancellationToken))
            .Sends<ChangeTemplate>("Change a template for grants to come: name, rate and the categories named, in their order; a category that is not named stays");
        templates.MapPost("/{id:long}/copy", (long id, NameBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new CopyTemplate(id, body.Name), made => Routing.Made(made), cancellationToken))
            .Sends<CopyTemplate, NewId>("Copy a template under another name", StatusCodes.Status201Created);
        templates.MapPost("/{id:long}/archive", (long id, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new ArchiveTemplate(id), cancellationToken))
            .Sends<ArchiveTemplate>("Put a template away: no new grant can use it, those that do go on");
        templates.MapPost("/{id:long}/restore", (long id, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new RestoreTemplate(id), cancellationToken))
            .Sends<RestoreTemplate>("Take an archived template up again");

        templates.MapGet("/published", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ListPublishedTemplates(), cancellationToken))
            .Sends<ListPublishedTemplates, IReadOnlyList<PublishedTemplate>>("The donors' published structures that come with GrantSync, each with what it follows");
        templates.MapPost("/published/take", (TakeTemplate body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body, id => Routing.Made(id), cancellationToken))
            .Sends<TakeTemplate, NewId>("Copy a published template into the organisation", StatusCodes.Status201Created);
    }

    private static TemplateShown Shown(BudgetTemplate template) => new(
        template.Id,
        template.Name,
        template.IndirectRate,
        template.Source,
        template.ArchivedAt,
        [.. template.Categories.Select(c => new CategoryShown(c.Id, c.Code, c.Name, c.IsIndirect, [.. c.Details.Select(d => new NewDetail(d.Code, d.Name))]))]);

    internal sealed record NameBody(string Name);

    internal sealed record TemplateBody(
        string Name, IReadOnlyList<ChangedCategory> Categories, [property: JsonConverter(typeof(NumberAsTyped))] string? IndirectRate = null);

    internal sealed record TemplateShown(
        long Id, string Name, decimal? IndirectRate, string? Source, DateTimeOffset? ArchivedAt, IReadOnlyList<CategoryShown> Categories);

    internal sealed record CategoryShown(long Id, string Code, string Name, bool IsIndirect, IReadOnlyList<NewDetail> Details);
}
