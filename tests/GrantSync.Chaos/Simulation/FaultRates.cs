namespace GrantSync.Chaos.Simulation;

/// <summary>How often each thing goes wrong, in thousandths of the times when it could.</summary>
internal sealed record FaultRates
{
    public static FaultRates None { get; } = new()
    {
        Crash = 0,
        Pause = 0,
        CommitFails = 0,
        CommitDoneButLost = 0,
        Unsent = 0,
        LostOnTheWay = 0,
        LostAfterCommit = 0,
        StillWorking = 0,
        Garbled = 0,
        Gateway = 0,
        TurnedAway = 0,
        NotOdoo = 0,
        FaultAfterCommit = 0,
        FaultBeforeCommit = 0,
        ConcurrentUpdate = 0,
        BadKey = 0,
        NoRight = 0,
        BrokenRead = 0,
        RefusedRow = 0,
        RefusedWithoutNamingARow = 0,
        ActRolledBack = 0,
        LateSends = false,
    };

    /// <summary>Every fault that has a rate.</summary>
    public static IEnumerable<string> Names => typeof(FaultRates).GetProperties().Where(p => p.PropertyType == typeof(int)).Select(p => p.Name);

    /// <summary>At each numbered point, and while a call is in the air: the process dies.</summary>
    public int Crash { get; init; } = 12;

    /// <summary>At each point outside a transaction, and inside a call: the worker stands still while others and the clock go on.</summary>
    public int Pause { get; init; } = 80;

    /// <summary>At a commit: the connection to PostgreSQL breaks before it.</summary>
    public int CommitFails { get; init; } = 6;

    /// <summary>At a commit: the connection breaks after it, so that the worker does not know.</summary>
    public int CommitDoneButLost { get; init; } = 6;

    /// <summary>No byte leaves.</summary>
    public int Unsent { get; init; } = 20;

    /// <summary>The request leaves and never arrives.</summary>
    public int LostOnTheWay { get; init; } = 25;

    /// <summary>Odoo commits, the answer is lost.</summary>
    public int LostAfterCommit { get; init; } = 40;

    /// <summary>The connection is cut while Odoo works on; it commits, or gives up, within its own time limit.</summary>
    public int StillWorking { get; init; } = 40;

    /// <summary>HTTP 200 with a web page or half an answer; Odoo may have committed.</summary>
    public int Garbled { get; init; } = 15;

    /// <summary>HTTP 502 or 504 from a proxy; Odoo may have committed.</summary>
    public int Gateway { get; init; } = 20;

    /// <summary>HTTP 503 or 429: not let in.</summary>
    public int TurnedAway { get; init; } = 20;

    /// <summary>HTTP 404: the address leads elsewhere for a while.</summary>
    public int NotOdoo { get; init; } = 12;

    /// <summary>Fault 1, "cannot marshal None", after the commit.</summary>
    public int FaultAfterCommit { get; init; } = 20;

    /// <summary>Fault 1 with a traceback; nothing was written.</summary>
    public int FaultBeforeCommit { get; init; } = 10;

    /// <summary>The message of a serialisation failure inside <c>load</c>.</summary>
    public int ConcurrentUpdate { get; init; } = 40;

    /// <summary>Fault 3.</summary>
    public int BadKey { get; init; } = 12;

    /// <summary>Fault 4.</summary>
    public int NoRight { get; init; } = 12;

    /// <summary>A read that is lost, unsent, garbled or turned away.</summary>
    public int BrokenRead { get; init; } = 120;

    /// <summary>An edit that Odoo refuses, naming its row, until somebody has mended Odoo.</summary>
    public int RefusedRow { get; init; } = 6;

    /// <summary>An edit for which Odoo refuses the whole call and names no row.</summary>
    public int RefusedWithoutNamingARow { get; init; } = 1;

    /// <summary>An act of a user that is rolled back: nothing of it may ever reach Odoo.</summary>
    public int ActRolledBack { get; init; } = 30;

    /// <summary>
    /// A worker may stand still between the commit of the pending row and the departure of the request, for longer than its lease and Odoo's
    /// time limit together: its call then arrives when another worker has long read the outcome and sent something newer.
    /// </summary>
    public bool LateSends { get; init; } = true;
}
