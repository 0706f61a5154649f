namespace GrantSync.Application.Templates;

internal static class NewTemplate
{
    public static BudgetTemplate Of(string tenant, string name, decimal? indirectRate, string? source, IReadOnlyList<NewCategory> categories) => new()
    {
        TenantId = tenant,
        Name = name.Trim(),
        IndirectRate = indirectRate,
        Source = source,
        Categories = [.. categories.Select((category, position) => new TemplateCategory
        {
            TenantId = tenant,
            Code = category.Code.Trim(),
            Name = category.Name.Trim(),
            Position = position,
            IsIndirect = category.IsIndirect,
            Details = Details(tenant, category.Details ?? []),
        })],
    };

    public static List<TemplateDetail> Details(string tenant, IReadOnlyList<NewDetail> details) => [.. details.Select((detail, at) => new TemplateDetail
    {
        TenantId = tenant,
        Code = detail.Code.Trim(),
        Name = detail.Name.Trim(),
        Position = at,
    })];
}
