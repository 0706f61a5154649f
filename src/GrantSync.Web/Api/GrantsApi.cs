using System.Globalization;
using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Projects;
using GrantSync.Application.Sync;
using MediatR;

namespace GrantSync.Web.Api;

internal static class GrantsApi
{
    public static void MapGrants(this IEndpointRouteBuilder api)
    {
        var grants = api.MapGroup("/grants").WithTags("Grants");
        grants.MapGet("", (string? search, long? donor, long? unit, long? template, Word<GrantState>? state, string? sort, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ListGrants(search) { Donor = donor, Unit = unit, Template = template, State = state?.Value, Sort = sort }, cancellationToken))
            .Sends<ListGrants, IReadOnlyList<GrantItem>>(
                "The grants; search looks in title, analytic code and donor; donor, unit and template are ids; state is open, closed or notSynced");
        grants.MapPost("", (CreateGrant body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body, id => Routing.Made(id, string.Create(CultureInfo.InvariantCulture, $"/grants/{id}")), cancellationToken))
            .Sends<CreateGrant, NewId>("Start a grant; its budget gets the template's categories and detail rows", StatusCodes.Status201Created);
        grants.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ReadGrant(id), cancellationToken))
            .Sends<ReadGrant, GrantView>("One grant");
        grants.MapPut("/{id:long}", (long id, GrantBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new EditGrant(id, body.Title, body.StartsOn, body.EndsOn), cancellationToken))
            .Sends<EditGrant>("Change a grant's title and dates; its codes and currency stay");
        grants.MapPost("/{id:long}/copy", (long id, CopyBody body, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(
                new CopyGrant(id, body.Title, body.Code, body.StartsOn, body.EndsOn),
                made => Routing.Made(made, string.Create(CultureInfo.InvariantCulture, $"/grants/{made}")),
                cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<CopyGrant, NewId>("Start another grant with the same budget and projects, as a draft", StatusCodes.Status201Created);

        var projects = grants.MapGroup("/{id:long}/projects").WithTags("Projects");
        projects.MapGet("", (long id, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ReadBudget(id), budget => TypedResults.Ok(budget.Projects), cancellationToken))
            .Sends<ReadBudget, IReadOnlyList<ProjectView>>("The grant's projects, each with where its account and its project stand in Odoo");
        projects.MapPost("", (long id, ProjectBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new SaveProject(null, id, body.Name, body.StartsOn, body.EndsOn, body.NotInOdoo), made => Routing.Made(made), cancellationToken))
            .Sends<SaveProject, NewId>("Add a project to the grant", StatusCodes.Status201Created);
        projects.MapPut("/{projectId:long}", (long id, long projectId, ProjectBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new SaveProject(projectId, id, body.Name, body.StartsOn, body.EndsOn, body.NotInOdoo), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<SaveProject>("Change a project's name and dates, and whether it is in Odoo at all");
        projects.MapDelete("/{projectId:long}", (long id, long projectId, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new RemoveProject(id, projectId), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<RemoveProject>("Take a project out of the grant; the next sync archives it and its account in Odoo");

        grants.MapPost("/{id:long}/close", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new CloseGrant(id), cancellationToken))
            .Sends<CloseGrant, SyncReceipt>("Close the grant: its projects and accounts are archived in Odoo");
        grants.MapPost("/{id:long}/reopen", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ReopenGrant(id), cancellationToken))
            .Sends<ReopenGrant, SyncReceipt>("Take a closed grant up again: the same records in Odoo become active");
        grants.MapDelete("/{id:long}", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new RemoveGrant(id), cancellationToken))
            .Sends<RemoveGrant, SyncReceipt>("Remove the grant from every list and archive what it has in Odoo; its code is free again");
    }

    internal sealed record GrantBody(string Title, DateOnly StartsOn, DateOnly EndsOn);

    internal sealed record CopyBody(string Title, string Code, DateOnly StartsOn, DateOnly EndsOn);

    /// <param name="NotInOdoo">A partner keeps its books: nothing of it is written into Odoo. Left out: as it is, and in Odoo for a new one.</param>
    internal sealed record ProjectBody(string Name, DateOnly? StartsOn = null, DateOnly? EndsOn = null, bool? NotInOdoo = null);
}
