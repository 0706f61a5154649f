using GrantSync.Application.Alerts;

namespace GrantSync.Web.Pages.Alerts;

/// <summary>A channel as typed. A saved web address never comes back into it.</summary>
public sealed class ChannelForm
{
    public long? Id { get; set; }

    public ChannelKind Kind { get; set; }

    public string? Name { get; set; }

    /// <summary>Empty to keep the saved one.</summary>
    public string? Address { get; set; }

    public bool OnRed { get; set; } = true;

    public bool OnEscalation { get; set; }

    public bool OnResolved { get; set; } = true;

    public bool NewSecret { get; set; }

    internal SaveChannel Request => new(Id, Kind, Name ?? "", Address, OnRed, OnEscalation, OnResolved, NewSecret);

    internal static ChannelForm Of(ChannelView channel) => new()
    {
        Id = channel.Id,
        Kind = channel.Kind,
        Name = channel.Name,
        Address = channel.Kind == ChannelKind.Email ? channel.Address : null,
        OnRed = channel.OnRed,
        OnEscalation = channel.OnEscalation,
        OnResolved = channel.OnResolved,
    };
}
