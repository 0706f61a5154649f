namespace GrantSync.Application.Sync;

/// <summary>The moments of the write path between which a program can die, in their order.</summary>
internal enum WritePoint
{
    /// <summary>The lane is leased; nothing is chosen yet.</summary>
    LaneTaken = 1,

    /// <summary>The rows of the next call are chosen.</summary>
    BatchChosen,

    /// <summary>The pending log row and the rows' new state are written, not committed.</summary>
    PendingWritten,

    /// <summary>They are committed; nothing has left this machine.</summary>
    PendingCommitted,

    /// <summary>Odoo has answered, or is past hope; nothing of it is written.</summary>
    Answered,

    /// <summary>The outcome is written, not committed.</summary>
    OutcomeWritten,

    /// <summary>The outcome is committed.</summary>
    OutcomeCommitted,

    /// <summary>Nothing is due any more; the lane is about to be given back.</summary>
    LaneDone,
}

/// <summary>Nothing happens at the numbered points of a running product. Proofs stop, pause and kill there.</summary>
internal sealed class WritePath(Func<WritePoint, string, Task>? at = null)
{
    public Task At(WritePoint point, string tenant) => at is null ? Task.CompletedTask : at(point, tenant);
}
