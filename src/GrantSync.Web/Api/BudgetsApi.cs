using GrantSync.Application.Budgets;
using MediatR;

namespace GrantSync.Web.Api;

internal static class BudgetsApi
{
    public static void MapBudgets(this IEndpointRouteBuilder api)
    {
        var budgets = api.MapGroup("/grants/{id:long}").WithTags("Budgets");
        budgets.MapGet("/budget", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ReadBudget(id), cancellationToken))
            .Sends<ReadBudget, BudgetView>("The budget: categories, lines and projects, each with its state and its Odoo id");
        budgets.MapPatch("/budget", (long id, BudgetBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new EditBudget(id, body.Lines), revision => TypedResults.Ok(new SavedBudget(revision)), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<EditBudget, SavedBudget>("Add, change and remove lines: all of them or none. Lines that are not named stay as they are");
        budgets.MapPut("/periods", (long id, PeriodsBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new DivideBudget(id, body.Periods), revision => TypedResults.Ok(new SavedBudget(revision)), cancellationToken))
            .Sends<DivideBudget, SavedBudget>("Divide the budget into years or quarters, or make it whole again");
        budgets.MapPut("/allocation", (long id, AllocationBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new AllocateBudget(id, body.Shares), cancellationToken))
            .Sends<AllocateBudget>("Say how much of the budget each project may spend");
        budgets.MapPost("/categories", (long id, CategoryBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new AddCategory(id, body.TemplateCategoryId), made => Routing.Made(made), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<AddCategory, NewId>("Put a category of the grant's template back into the budget", StatusCodes.Status201Created);
        budgets.MapDelete("/categories/{categoryId:long}", (long id, long categoryId, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new RemoveCategory(id, categoryId), revision => TypedResults.Ok(new SavedBudget(revision)), cancellationToken))
            .Sends<RemoveCategory, SavedBudget>("Take a category with its lines out of the budget");
    }

    internal sealed record CategoryBody(long TemplateCategoryId);

    internal sealed record PeriodsBody(PeriodLength Periods);

    internal sealed record BudgetBody(IReadOnlyList<LineEdit> Lines);

    internal sealed record SavedBudget(int Revision);

    internal sealed record AllocationBody(IReadOnlyList<ProjectShare> Shares);
}
