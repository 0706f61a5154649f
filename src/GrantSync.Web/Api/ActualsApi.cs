using System.Text.Json.Serialization;
using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using MediatR;

namespace GrantSync.Web.Api;

internal static class ActualsApi
{
    public static void MapActuals(this IEndpointRouteBuilder api)
    {
        var actuals = api.MapGroup("").WithTags("Actuals");
        actuals.MapGet("/grants/{id:long}/actuals", (long id, long? project, DateOnly? from, DateOnly? to, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ReadActuals(id, project, from, to), cancellationToken))
            .Sends<ReadActuals, ActualsView>("What a grant has spent by Odoo's analytic lines and manual entries, by category, detail line, project and month, beside its budget");
        actuals.MapGet("/grants/{id:long}/actuals/lines", (long id, [AsParameters] LinesFilter filter, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(filter.Read(id), cancellationToken))
            .Sends<ReadActualLines, ActualLinesPage>("The lines of Odoo and manual entries that make one number, newest first");
        actuals.MapPost("/grants/{id:long}/actuals/rate", (long id, RateBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new StateRate(id, body.Currency, body.Rate), cancellationToken))
            .Sends<StateRate>("State the rate at which the grant's actuals are converted; the former one is kept in the history");
        actuals.MapPost("/actuals/refresh", (IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new RefreshActuals(), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<RefreshActuals, ActualsReport>("Read what was spent from Odoo now, for all grants");

        var manual = actuals.MapGroup("/grants/{id:long}/manual-actuals");
        manual.MapGet("", (long id, long? project, long? category, string? search, int? page, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ReadManualActuals(id, project, category, search, page ?? 1), cancellationToken))
            .Sends<ReadManualActuals, ManualActualsView>("What was entered by hand for the projects that are not in Odoo, newest day first, with what was corrected and removed");
        manual.MapPost("", (long id, ManualBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body.Save(null, id), made => Routing.Made(made), cancellationToken))
            .Sends<SaveManualActual, NewId>("Enter what a project that is not in Odoo has spent", StatusCodes.Status201Created);
        manual.MapPut("/{entryId:long}", (long id, long entryId, ManualBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(body.Save(entryId, id), made => TypedResults.Ok(new NewId(made)), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<SaveManualActual, NewId>("Correct an entry: another takes its place, whose id is answered; the former one is kept");
        manual.MapDelete("/{entryId:long}", (long id, long entryId, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new RemoveManualActual(id, entryId), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<RemoveManualActual>("Take an entry out of the figures; it stays to be seen");
    }

    /// <param name="Project">One project's; 0 for no project of the grant.</param>
    /// <param name="From">The first month, by any of its days.</param>
    /// <param name="To">The last month, by any of its days.</param>
    /// <param name="Category">One category's; 0 for no category of the budget.</param>
    /// <param name="Line">One detail line's; 0 for none.</param>
    /// <param name="Part"><c>actual</c> or <c>committed</c>; both when not given.</param>
    /// <param name="Contradicting">Only lines whose category is another than their detail line's.</param>
    /// <param name="Page">From 1.</param>
    internal sealed record LinesFilter(
        long? Project, DateOnly? From, DateOnly? To, long? Category, long? Line, SpentPart? Part, bool? Contradicting, int? Page)
    {
        public ReadActualLines Read(long grant) => new(grant, Project, From, To, Category, Line, Part, Contradicting ?? false, Page ?? 1);
    }

    /// <param name="ProjectId">A project that is not in Odoo.</param>
    /// <param name="CategoryId">A category of the budget.</param>
    /// <param name="LineId">A detail line of that category.</param>
    /// <param name="Amount">In the grant's currency; negative for money that came back.</param>
    internal sealed record ManualBody(
        long ProjectId,
        long CategoryId,
        DateOnly? Date,
        string? Description,
        [property: JsonConverter(typeof(NumberAsTyped))] string? Amount,
        long? LineId = null,
        string? Partner = null,
        string? Reference = null)
    {
        public SaveManualActual Save(long? entry, long grant) => new(entry, grant, ProjectId, CategoryId, LineId, Date, Description ?? "", Partner, Reference, Amount);
    }

    /// <param name="Currency">The currency of the books.</param>
    /// <param name="Rate">So many units of it are one unit of the grant's currency.</param>
    internal sealed record RateBody(string Currency, [property: JsonConverter(typeof(NumberAsTyped))] string Rate);
}
