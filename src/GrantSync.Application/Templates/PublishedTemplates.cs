using System.Reflection;
using System.Text.Json;
using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;

namespace GrantSync.Application.Templates;

/// <summary>The donors' own budget structures that come with GrantSync, for an organisation to take.</summary>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ListPublishedTemplates : IQuery<IReadOnlyList<PublishedTemplate>>;

/// <summary>Copies a published template into the organisation, under a name of its own. The copy is the organisation's to change.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record TakeTemplate(string Key, string Name) : ICommand<long>;

/// <summary>One file of the folder Published. <see cref="Source"/> says which structure of the donor it follows.</summary>
public sealed record PublishedTemplate(string Key, string Name, string Source, decimal? IndirectRate, IReadOnlyList<NewCategory> Categories);

internal sealed class TakeTemplateValidator : AbstractValidator<TakeTemplate>
{
    public TakeTemplateValidator() => RuleFor(r => r.Name).NotEmpty().WithMessage("Give the template a name.").MaximumLength(200);
}

internal sealed class PublishedTemplatesHandlers(GrantSyncDb db, Caller caller)
    : IRequestHandler<ListPublishedTemplates, Result<IReadOnlyList<PublishedTemplate>>>, IRequestHandler<TakeTemplate, Result<long>>
{
    private static readonly Lazy<IReadOnlyList<PublishedTemplate>> All = new(() => [.. Read()]);

    public Task<Result<IReadOnlyList<PublishedTemplate>>> Handle(ListPublishedTemplates request, CancellationToken cancellationToken) =>
        Task.FromResult(Published());

    public async Task<Result<long>> Handle(TakeTemplate request, CancellationToken cancellationToken)
    {
        if (All.Value.SingleOrDefault(p => p.Key == request.Key) is not { } published)
        {
            return new NotFound("GrantSync has no published template of this name.");
        }

        if (await TemplateNames.Taken(db, request.Name, null, cancellationToken) is { } taken)
        {
            return taken;
        }

        var template = NewTemplate.Of(caller.Tenant, request.Name, published.IndirectRate, published.Source, published.Categories);
        db.BudgetTemplates.Add(template);
        await db.SaveChangesAsync(cancellationToken);
        return template.Id;
    }

    private static Result<IReadOnlyList<PublishedTemplate>> Published() => new List<PublishedTemplate>(All.Value);

    private static IEnumerable<PublishedTemplate> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.Contains(".Templates.Published.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var file = assembly.GetManifestResourceStream(resource)!;
            yield return JsonSerializer.Deserialize<PublishedTemplate>(file, JsonSerializerOptions.Web)
                ?? throw new InvalidOperationException($"The published template {resource} is empty.");
        }
    }
}
