namespace GrantSync.Application.Sync;

/// <summary>The engine's numbers; each has its default here and nowhere else.</summary>
public sealed record SyncLimits
{
    /// <summary>Lanes that one node works on at a time; more tenants wait their turn.</summary>
    public int Lanes { get; init; } = 4;

    /// <summary>How long a lane stays with a worker that gives no sign of life, and a locked row with a session that stands still.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a lease is renewed; a third of <see cref="Lease"/> survives two lost renewals.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an idle node waits before it looks for lanes without having been woken.</summary>
    public TimeSpan IdleLook { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The first wait before a record or a lane is tried again; doubles with each failure.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two tries.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A worker gives a lane back after so long, so that a tenant with much to send holds up nobody else.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A write that has not left this machine so long after its pending row was committed never leaves: others may have given it up. Less than
    /// <see cref="Lease"/>, and added to the far side's limit before an outcome is read.
    /// </summary>
    public TimeSpan SendWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Failures of the whole connection in a row that open the breaker.</summary>
    public int FailuresBeforeOpen { get; init; } = 5;

    /// <summary>Answers "not now" in a row before a person is told; with the waits between them about half an hour.</summary>
    public int MostBusy { get; init; } = 12;

    /// <summary>An intent that has neither ended nor come before a person after so long is counted as stuck.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>An unknown batch of at most so many rows is read row by row and confirmed; a larger one is probed and loaded again.</summary>
    public int ReadRowByRow { get; init; } = 20;

    /// <summary>How far a wait is drawn out or cut short by chance, so that lanes do not march in step. A proof that replays a seed sets it to 0.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>The wait before try number <paramref name="failures"/> + 1, with <see cref="Jitter"/> either way.</summary>
    public TimeSpan BackOff(int failures, double random)
    {
        var doubled = FirstBackOff * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return (doubled < LongestBackOff ? doubled : LongestBackOff) * (1 - Jitter + (2 * Jitter * random));
    }
}
