using System.Reflection;
using MediatR;

namespace GrantSync.Application.Pipeline;

/// <summary>Refuses a request whose <see cref="AllowAttribute"/> does not name the caller's role; without one, everybody.</summary>
internal sealed class Authorise<TRequest, TAnswer>(Caller caller) : IPipelineBehavior<TRequest, TAnswer>
    where TRequest : IRequest<TAnswer>
    where TAnswer : IRefusable<TAnswer>
{
    private static readonly AllowAttribute? Allow = typeof(TRequest).GetCustomAttribute<AllowAttribute>();

    public Task<TAnswer> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next)
    {
        if (Allow is { Anyone: true } || (Allow is { Program: true } && caller.IsProgram) || (caller.Role is { } role && Allow is not null && Allow.Roles.Contains(role)))
        {
            return next();
        }

        var sentence = caller.Role is null
            ? "Sign in first."
            : $"Your role, {RoleName(caller.Role.Value)}, may not do this. Ask an admin of your organisation.";
        return Task.FromResult(TAnswer.Refuse(new Forbidden(sentence)));
    }

    private static string RoleName(Role role) => role switch
    {
        Role.GrantManager => "grant manager",
        Role.Admin => "admin",
        Role.Support => "support",
        Role.Viewer => "viewer",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
