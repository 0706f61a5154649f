using FluentValidation;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Alerts;

/// <summary>Makes a channel, or changes one. Support's are the operator's and hear of all tenants; an admin's are the tenant's.</summary>
/// <param name="Id">Null for a new one; the kind of one that exists stays.</param>
/// <param name="Address">Mail addresses, or a web address; empty keeps the saved one.</param>
/// <param name="NewSecret">Makes another secret for a webhook; the former one signs nothing any more.</param>
[Allow(Role.Admin, Role.Support)]
public sealed record SaveChannel(long? Id, ChannelKind Kind, string Name, string? Address, bool OnRed, bool OnEscalation, bool OnResolved, bool NewSecret = false)
    : ICommand<SavedChannel>;

/// <param name="Secret">What signs, when it is new: shown this once.</param>
public sealed record SavedChannel(long Id, string? Secret);

public sealed record ChannelIsGone() : NotFound("This channel no longer exists.");

internal sealed class SaveChannelValidator : AbstractValidator<SaveChannel>
{
    public SaveChannelValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the channel a name, such as Support on call.").MaximumLength(100);
        RuleFor(r => r.Address).NotEmpty().When(r => r.Id is null).WithMessage("Give the address.");
        RuleFor(r => r.Address).Must(a => AlertMail.Addresses(a!) is { Count: <= 20 })
            .When(r => r.Kind == ChannelKind.Email && !string.IsNullOrWhiteSpace(r.Address))
            .WithMessage("Give up to 20 e-mail addresses, apart by commas.");
        RuleFor(r => r.Address).Must(a => WebAddress(a!) is not null).When(r => r.Kind != ChannelKind.Email && !string.IsNullOrWhiteSpace(r.Address))
            .WithMessage("Give the whole web address, beginning with https:// or http://, without a user or password in it.");
        RuleFor(r => r.OnRed).Must((r, _) => r.OnRed || r.OnEscalation).WithMessage("Choose at least one of red and escalation: of what else would it be told?");
    }

    internal static Uri? WebAddress(string typed) =>
        Uri.TryCreate(typed.Trim(), UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.UserInfo.Length == 0 ? address : null;
}

internal sealed class SaveChannelHandler(GrantSyncDb db, ChannelSeal seal, AlertLimits limits, Caller caller, TimeProvider time)
    : IRequestHandler<SaveChannel, Result<SavedChannel>>
{
    public async Task<Result<SavedChannel>> Handle(SaveChannel request, CancellationToken cancellationToken)
    {
        var channel = request.Id is { } id
            ? await db.AlertChannels.Home(caller).SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
            : db.AlertChannels.Add(new AlertChannel { TenantId = OwnChannels.HomeOf(caller), Kind = request.Kind, Name = "", ShownAddress = "" }).Entity;
        if (channel is null || channel.Kind != request.Kind)
        {
            return new ChannelIsGone();
        }

        var name = request.Name.Trim();
        if (await db.AlertChannels.Home(caller).AnyAsync(c => c.Id != channel.Id && c.Name == name, cancellationToken))
        {
            return new Invalid(nameof(request.Name), "Another channel has that name. Give this one another, so that they can be told apart.");
        }

        channel.Name = name;
        (channel.OnRed, channel.OnEscalation, channel.OnResolved) = (request.OnRed, request.OnEscalation, request.OnResolved);
        channel.SavedAt = time.GetUtcNow();
        if (!string.IsNullOrWhiteSpace(request.Address))
        {
            Move(channel, request.Address);
        }

        string? secret = null;
        if (channel.Kind == ChannelKind.Webhook && (channel.SealedSecret is null || request.NewSecret))
        {
            secret = ChannelSeal.NewSecret();
            channel.SealedSecret = seal.Seal(secret);
        }

        await db.SaveChangesAsync(cancellationToken);

        // what failed may go through now; what a node is sending at this moment stays with it
        var soon = time.GetUtcNow() + limits.ClaimedFor;
        await db.AlertDeliveries.Where(d => d.ChannelId == channel.Id && d.State == DeliveryState.Waiting && d.NextAt > soon)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAt, soon), cancellationToken);
        return new SavedChannel(channel.Id, secret);
    }

    private void Move(AlertChannel channel, string typed)
    {
        if (channel.Kind == ChannelKind.Email)
        {
            channel.ShownAddress = string.Join(", ", AlertMail.Addresses(typed)!);
            return;
        }

        var address = SaveChannelValidator.WebAddress(typed)!;
        (channel.ShownAddress, channel.SealedAddress) = (address.Authority, seal.Seal(address.AbsoluteUri));
    }
}
