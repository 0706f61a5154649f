namespace GrantSync.Sandbox;

/// <summary>What can go wrong between a sender and Odoo, on demand.</summary>
public enum FaultKind
{
    /// <summary>Waits <see cref="Fault.Milliseconds"/> before the work, or after the commit.</summary>
    Delay,

    /// <summary>Closes the connection before the work: nothing is written.</summary>
    Reset,

    /// <summary>Commits, then closes the connection without an answer.</summary>
    DropAnswer,

    /// <summary>Commits, then sends half of the answer and closes the connection.</summary>
    CutAnswer,

    /// <summary>An HTML page with <see cref="Fault.Status"/>, before the work or after the commit.</summary>
    Gateway,

    /// <summary>`load` reports "could not serialize access"; other methods are run again by Odoo itself, so they do not notice.</summary>
    Serialisation,

    /// <summary>The isolation level that add-ons can switch on: two senders of one new external id make two records.</summary>
    ReadCommitted,

    /// <summary>The user is no longer in <see cref="Fault.Group"/>; without one, in no analytic, accounting or project group.</summary>
    AccessRemoved,

    /// <summary>The key is not accepted: fault 3, and `authenticate` answers False. Five in a row start the cool-down, as any wrong key does.</summary>
    BadKey,

    /// <summary>Commits, then fails to encode the answer: fault 1, "cannot marshal None".</summary>
    CannotMarshalNone,

    /// <summary>`version` answers <see cref="Fault.Version"/>.</summary>
    VersionChanged,

    /// <summary>Somebody deletes plan <see cref="Fault.Plan"/> with its accounts just before the call.</summary>
    PlanDeleted,

    /// <summary>Holds calls that have begun until <see cref="Fault.Count"/> of them are there, then lets all go at once.</summary>
    Gather,
}
