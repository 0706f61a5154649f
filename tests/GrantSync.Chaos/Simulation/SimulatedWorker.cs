using GrantSync.Application.Storage;
using GrantSync.Application.Sync;

namespace GrantSync.Chaos.Simulation;

/// <summary>
/// One worker of the real engine, that runs only while the schedule lets it and stands still where it was told to. Of all workers one moves
/// at a time, so every interleaving is the seed's.
/// </summary>
internal sealed class SimulatedWorker(int number, Func<LaneWorker> start)
{
    private static readonly AsyncLocal<SimulatedWorker?> OfThisFlow = new();
    private LaneWorker engine = start();
    private Task<bool>? work;
    private TaskCompletionSource standsStill = NewSignal();
    private TaskCompletionSource goOn = NewSignal();

    /// <summary>Whose code is running, or null for the simulation's own.</summary>
    public static SimulatedWorker? Current => OfThisFlow.Value;

    public int Number => number;

    /// <summary>The lane that it holds or held, while it works.</summary>
    public HeldLane? Lane { get; set; }

    /// <summary>The point that it has passed last.</summary>
    public WritePoint Passed { get; set; }

    /// <summary>It stands still inside its work.</summary>
    public bool IsStanding => work is not null;

    /// <summary>It stands still, but its lease is renewed: slow, not stopped.</summary>
    public bool KeepsItsLease { get; private set; }

    /// <summary>Until then it stands still.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>Lets it run until it stands still or is done; false when no lane was due for it.</summary>
    public async Task<bool> Run()
    {
        standsStill = NewSignal();
        if (work is null)
        {
            work = Task.Run(() =>
            {
                OfThisFlow.Value = this;
                return engine.TakeAndWork(CancellationToken.None);
            });
        }
        else
        {
            var released = goOn;
            goOn = NewSignal();
            released.SetResult();
        }

        if (await Task.WhenAny(work, standsStill.Task) != work)
        {
            return true;
        }

        var ended = work;
        (work, Lane) = (null, null);
        try
        {
            return await ended;
        }
        catch (SimulatedCrash)
        {
            engine = start();
            return true;
        }
    }

    /// <summary>Called from inside its work: stays here until the schedule lets it run again.</summary>
    public async Task StandStill(bool keepsItsLease, DateTimeOffset until)
    {
        (KeepsItsLease, Until) = (keepsItsLease, until);
        var released = goOn.Task;
        standsStill.SetResult();
        await released;
        KeepsItsLease = false;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
