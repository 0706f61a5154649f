namespace GrantSync.Application.Health;

/// <summary>Why a tenant's Odoo is not green. An incident is of one tenant and one cause, and each cause has a chapter in the runbook.</summary>
public enum HealthCause
{
    /// <summary>Odoo does not accept the user or the key.</summary>
    BadKey,

    /// <summary>Odoo accepted this key before and refuses it now, and its keys have an end date (18 and newer): expired, or withdrawn. Which, Odoo does not say.</summary>
    KeyExpired,

    /// <summary>The saved key cannot be opened on this machine: another key ring.</summary>
    KeyUnreadable,

    /// <summary>The Odoo user lacks a right or group that we depend on.</summary>
    MissingRight,

    /// <summary>A plan that carries one of our axes, or its column on analytic lines, is gone.</summary>
    PlanGone,

    /// <summary>Nobody answers at the address, or a proxy says that Odoo is away.</summary>
    Unreachable,

    /// <summary>Something else than Odoo answers at the address.</summary>
    NotOdoo,

    /// <summary>Odoo answers, but more slowly than the tenant's threshold.</summary>
    Slow,

    /// <summary>Odoo, or what stands before it, refuses for the number of calls.</summary>
    TooManyCalls,

    /// <summary>Odoo's version is another one than the connection was tested with.</summary>
    VersionChanged,

    /// <summary>Odoo answers with a failure of its own.</summary>
    OdooFailed,

    /// <summary>Nothing was measured when it was due: the fault is ours.</summary>
    NotMeasured,
}
