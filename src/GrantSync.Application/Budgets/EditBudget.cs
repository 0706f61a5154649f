using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Budgets;

/// <summary>
/// Saves edits of detail lines as a draft: all of them or none. Each changed line carries the revision that its editor saw, so two people
/// can work on different lines of one budget. Answers the budget's new revision.
/// </summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record EditBudget(long GrantId, IReadOnlyList<LineEdit> Lines) : ICommand<int>;

/// <summary>A new line (no id), a changed one, or one to remove.</summary>
public sealed record LineEdit
{
    public long? Id { get; init; }

    /// <summary>The budget category that a new line goes under; ignored for an existing one.</summary>
    public long CategoryId { get; init; }

    public string Code { get; init; } = "";

    public string Description { get; init; } = "";

    [JsonConverter(typeof(NumberAsTyped))]
    public string? Units { get; init; }

    public string UnitName { get; init; } = "";

    /// <summary>In a divided budget the units of each period, from the first; left out, they stay as they are.</summary>
    [JsonConverter(typeof(NumbersAsTyped))]
    public IReadOnlyList<string?>? PeriodUnits { get; init; }

    [JsonConverter(typeof(NumberAsTyped))]
    public string? UnitValue { get; init; }

    public int Position { get; init; }

    /// <summary>The revision that the editor saw; needed for an existing line.</summary>
    public int? SeenRevision { get; init; }

    public bool Remove { get; init; }
}

/// <summary>Somebody else changed these lines meanwhile; nothing of the edit was saved.</summary>
public sealed record LinesHaveMoved(IReadOnlyList<long> LineIds)
    : Conflict($"Somebody else changed {(LineIds.Count == 1 ? "this line" : $"{LineIds.Count} of these lines")} after you opened the budget. "
        + "Nothing of yours is lost: compare, then save again.");

internal sealed class EditBudgetValidator : AbstractValidator<EditBudget>
{
    public EditBudgetValidator()
    {
        RuleFor(r => r.Lines).NotNull().WithMessage("Send the lines to change.");
        RuleForEach(r => r.Lines).ChildRules(line =>
        {
            line.RuleFor(l => l.SeenRevision).NotNull().When(l => l.Id is not null)
                .WithMessage("Send the revision of the line that you saw, so that nobody's change is overwritten unseen.");
            line.When(l => !l.Remove, () =>
            {
                line.RuleFor(l => l.Code).NotEmpty().WithMessage("Give the line a code.").MaximumLength(40).WithMessage("Keep the code under 40 characters.");
                line.RuleFor(l => l.Description).NotEmpty().WithMessage("Say what the line is for.").MaximumLength(500);
                line.RuleFor(l => l.UnitName).MaximumLength(50);
                line.RuleFor(l => l.Units).Custom(MustBeANumber);
                line.RuleFor(l => l.UnitValue).Custom(MustBeANumber);
                line.RuleForEach(l => l.PeriodUnits).Custom(MustBeANumber);
            });
        });
    }

    private static void MustBeANumber<T>(string? typed, ValidationContext<T> context)
    {
        if (TypedNumber.Problem(typed, out _) is { } problem)
        {
            context.AddFailure(problem);
        }
    }
}

internal sealed class EditBudgetHandler(GrantSyncDb db, Caller caller, TimeProvider time) : IRequestHandler<EditBudget, Result<int>>
{
    public async Task<Result<int>> Handle(EditBudget request, CancellationToken cancellationToken)
    {
        await BudgetLock.Take(db, request.GrantId, cancellationToken);
        var budget = await db.Budgets.AsSplitQuery().Include(b => b.Categories).ThenInclude(c => c.Lines)
            .SingleOrDefaultAsync(b => b.GrantId == request.GrantId, cancellationToken);
        if (budget is null)
        {
            return new GrantIsGone();
        }

        var grant = await db.Grants.AsNoTracking().SingleAsync(g => g.Id == request.GrantId, cancellationToken);
        var periods = BudgetPeriod.Of(budget.Periods, grant.StartsOn, grant.EndsOn).Count;
        var lines = budget.Categories.SelectMany(c => c.Lines).ToDictionary(l => l.Id);
        var moved = request.Lines.Where(edit => edit.Id is { } id && lines.TryGetValue(id, out var line) && line.Revision != edit.SeenRevision)
            .Select(edit => edit.Id!.Value).ToList();
        if (moved.Count > 0)
        {
            return new LinesHaveMoved(moved);
        }

        var errors = new List<FieldError>();
        var changed = false;
        for (var index = 0; index < request.Lines.Count; index++)
        {
            var edit = request.Lines[index];
            var line = edit.Id is null ? Add(budget, edit) : lines.GetValueOrDefault(edit.Id.Value);
            if (line is null or { RemovedAt: not null })
            {
                errors.Add(edit.Id is null
                    ? new FieldError($"Lines[{index}].CategoryId", "This category does not belong to the budget.")
                    : new FieldError($"Lines[{index}]", "This line has been removed from the budget."));
            }
            else if (edit.Remove)
            {
                line.RemovedAt = time.GetUtcNow();
                line.Revision++;
                changed = true;
            }
            else if (Write(edit, line, budget, periods, ref changed) is { } problem)
            {
                errors.Add(problem with { Field = $"Lines[{index}].{problem.Field}" });
            }
        }

        errors.AddRange(DuplicateCodes(budget, request));
        if (errors.Count > 0)
        {
            return new Invalid(errors.Count == 1 ? errors[0].Sentence : $"{errors.Count} fields need attention. Nothing was saved.", errors);
        }

        if (!changed)
        {
            return budget.Revision;
        }

        budget.Revision++;
        await db.SaveChangesAsync(cancellationToken);
        await Allocation.FillTheOnlyProject(db, request.GrantId, cancellationToken);
        return budget.Revision;
    }

    private BudgetLine? Add(Budget budget, LineEdit edit)
    {
        var category = budget.Categories.SingleOrDefault(c => c.Id == edit.CategoryId && c.RemovedAt is null);
        if (category is null)
        {
            return null;
        }

        var line = new BudgetLine { TenantId = caller.Tenant, CategoryId = category.Id, Code = "", Description = "", Revision = 0 };
        category.Lines.Add(line);
        return line;
    }

    /// <summary>What is wrong, or null. A line that is written as it was keeps its revision.</summary>
    private static FieldError? Write(LineEdit edit, BudgetLine line, Budget budget, int periods, ref bool changed)
    {
        TypedNumber.Problem(edit.Units, out var units);
        TypedNumber.Problem(edit.UnitValue, out var unitValue);
        if (edit.PeriodUnits?.Count > periods)
        {
            return new FieldError(nameof(edit.PeriodUnits), periods == 0 ? "This budget is not divided into periods: send units." : $"This budget has {periods} periods.");
        }

        decimal[] periodUnits = edit.PeriodUnits is null
            ? line.PeriodUnits
            : [.. Enumerable.Range(0, periods).Select(at => TypedNumber.Problem(edit.PeriodUnits.ElementAtOrDefault(at), out var count) is null ? count : 0)];
        if (periods > 0 && edit.PeriodUnits is null && units != line.Units)
        {
            return new FieldError(nameof(edit.Units), "This budget is divided into periods: send periodUnits, whose sum the units are.");
        }

        var (code, description, unitName) = (edit.Code.Trim(), edit.Description.Trim(), edit.UnitName.Trim());
        var isSame = (line.Code, line.Description, line.UnitName, line.UnitValue, line.Position) == (code, description, unitName, unitValue, edit.Position)
            && (periods == 0 ? line.Units == units : line.PeriodUnits.SequenceEqual(periodUnits));
        if (line.Revision > 0 && isSame)
        {
            return null;
        }

        line.Code = code;
        line.Description = description;
        line.Units = units;
        line.UnitName = unitName;
        line.UnitValue = unitValue;
        line.PeriodUnits = periodUnits;
        line.Position = edit.Position;
        if (!line.Reckon(budget.Periods, budget.Currency))
        {
            return new FieldError(nameof(edit.UnitValue), "Units times unit value is too large an amount.");
        }

        line.Revision++;
        changed = true;
        return null;
    }

    private static IEnumerable<FieldError> DuplicateCodes(Budget budget, EditBudget request)
    {
        foreach (var category in budget.Categories)
        {
            var twice = category.Lines.Where(l => l.RemovedAt is null && l.Code.Length > 0).GroupBy(l => l.Code).Where(g => g.Count() > 1).Select(g => g.Key);
            foreach (var code in twice)
            {
                var index = request.Lines.ToList().FindLastIndex(e => e.Code.Trim() == code && !e.Remove);
                yield return new FieldError(
                    string.Create(CultureInfo.InvariantCulture, $"Lines[{index}].Code"),
                    $"The code {code} is used twice in {category.Name}. Give each line a code of its own.");
            }
        }
    }
}
