using MediatR;

namespace GrantSync.Application.Pipeline;

/// <summary>A question: changes nothing, opens no transaction of its own.</summary>
public interface IQuery<T> : IRequest<Result<T>>;

/// <summary>An act: runs in one transaction, which is rolled back when it is refused.</summary>
public interface ICommand<T> : IRequest<Result<T>>, IAct;

/// <summary>An act that must not hold a transaction, because it calls Odoo (the connection test).</summary>
public interface ICallsOdoo<T> : IRequest<Result<T>>;

/// <summary>Marks an act for the transaction behaviour.</summary>
public interface IAct;

/// <summary>Who may send a request. A request without it is refused to everybody: a test holds that each has one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AllowAttribute(params Role[] roles) : Attribute
{
    public IReadOnlyList<Role> Roles { get; } = roles;

    /// <summary>Nobody needs to be signed in (signing in itself).</summary>
    public bool Anyone { get; init; }

    /// <summary>The program itself may send it too: a command at the terminal of whoever operates it.</summary>
    public bool Program { get; init; }
}

/// <summary>What a person may do. A role does not contain another.</summary>
public enum Role
{
    /// <summary>Sees the tenant's grants, changes nothing.</summary>
    Viewer,

    /// <summary>Edits budgets and pushes them to Odoo.</summary>
    GrantManager,

    /// <summary>The tenant's connection, users and sync log; may also do what a grant manager does.</summary>
    Admin,

    /// <summary>All tenants' health, incidents and sync log; edits no budget.</summary>
    Support,
}
