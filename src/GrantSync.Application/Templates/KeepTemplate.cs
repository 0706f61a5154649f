using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Templates;

/// <summary>Another template with the same rate, categories and detail rows. The two go their own ways: each has its own accounts in Odoo.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record CopyTemplate(long Id, string Name) : ICommand<long>;

/// <summary>Puts a template away: it is not offered to new grants, and those that use it go on.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ArchiveTemplate(long Id) : ICommand<Done>;

[Allow(Role.GrantManager, Role.Admin)]
public sealed record RestoreTemplate(long Id) : ICommand<Done>;

internal sealed class CopyTemplateValidator : AbstractValidator<CopyTemplate>
{
    public CopyTemplateValidator() => RuleFor(r => r.Name).NotEmpty().WithMessage("Give the copy a name.").MaximumLength(200);
}

internal sealed class KeepTemplateHandlers(GrantSyncDb db, Caller caller, TimeProvider time)
    : IRequestHandler<CopyTemplate, Result<long>>, IRequestHandler<ArchiveTemplate, Result<Done>>, IRequestHandler<RestoreTemplate, Result<Done>>
{
    public async Task<Result<long>> Handle(CopyTemplate request, CancellationToken cancellationToken)
    {
        var source = await db.BudgetTemplates.AsNoTracking().AsSplitQuery().Include(t => t.Categories).ThenInclude(c => c.Details)
            .SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken);
        if (source is null)
        {
            return new TemplateIsGone();
        }

        if (await TemplateNames.Taken(db, request.Name, null, cancellationToken) is { } taken)
        {
            return taken;
        }

        var copy = NewTemplate.Of(caller.Tenant, request.Name, source.IndirectRate, source.Source, [.. source.Categories.Where(c => c.RemovedAt is null)
            .OrderBy(c => c.Position)
            .Select(c => new NewCategory(c.Code, c.Name, [.. c.Details.OrderBy(d => d.Position).Select(d => new NewDetail(d.Code, d.Name))], c.IsIndirect))]);
        db.BudgetTemplates.Add(copy);
        await db.SaveChangesAsync(cancellationToken);
        return copy.Id;
    }

    public Task<Result<Done>> Handle(ArchiveTemplate request, CancellationToken cancellationToken) =>
        Change(request.Id, template => template.ArchivedAt ??= time.GetUtcNow(), cancellationToken);

    public Task<Result<Done>> Handle(RestoreTemplate request, CancellationToken cancellationToken) =>
        Change(request.Id, template => template.ArchivedAt = null, cancellationToken);

    private async Task<Result<Done>> Change(long id, Action<BudgetTemplate> change, CancellationToken cancellationToken)
    {
        if (await db.BudgetTemplates.SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is not { } template)
        {
            return new TemplateIsGone();
        }

        change(template);
        return Done.Instance;
    }
}
