using System.Text.Json;
using GrantSync.Application.Grants;

namespace GrantSync.Web.Pages.Grants;

public sealed record GrantFilter : ListFilter
{
    public long? Donor { get; init; }

    public long? Unit { get; init; }

    public long? Template { get; init; }

    public GrantState? State { get; init; }

    public override string FirstSort => "code";

    public ListGrants Question() => new(Q) { Donor = Donor, Unit = Unit, Template = Template, State = State, Sort = Sort };

    protected override IEnumerable<(string Name, string? Value)> Fields() =>
    [
        .. base.Fields(), ("donor", Number(Donor)), ("unit", Number(Unit)), ("template", Number(Template)),
        ("state", State is { } state ? JsonNamingPolicy.CamelCase.ConvertName(state.ToString()) : null),
    ];
}
