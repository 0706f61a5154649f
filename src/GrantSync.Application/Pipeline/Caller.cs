namespace GrantSync.Application.Pipeline;

/// <summary>Who is asking, for the length of one request. Empty until sign-in: an unknown caller sees no row.</summary>
public sealed class Caller
{
    /// <summary>The scope of the worker, the pinger and support: every tenant.</summary>
    public const string EveryTenant = "*";

    public long? UserId { get; private set; }

    public string Name { get; private set; } = "";

    public Role? Role { get; private set; }

    /// <summary>The tenant whose rows are visible, <see cref="EveryTenant"/>, or empty for none.</summary>
    public string Tenant { get; private set; } = "";

    /// <summary>No person asks, but the program: a worker, or a command at the operator's terminal.</summary>
    public bool IsProgram { get; private set; }

    public void Is(long userId, string name, Role role, string tenant) => (UserId, Name, Role, Tenant, IsProgram) = (userId, name, role, tenant, false);

    /// <summary>The same caller from here on sees this tenant, or <see cref="EveryTenant"/> again: support acting on one organisation's Odoo.</summary>
    public void ActsFor(string tenant) => Tenant = tenant;

    /// <summary>The program itself, at work for one tenant or for every tenant.</summary>
    public void IsTheProgram(string tenant) => (UserId, Name, Role, Tenant, IsProgram) = (null, "GrantSync", null, tenant, true);
}
