using GrantSync.Application.Sync;

namespace GrantSync.Chaos.Processes;

/// <summary>
/// Kills one worker after another, at each numbered point in turn, while edits go on. Every fifth is not killed but stopped past its lease
/// and let go on when the next one has taken over.
/// </summary>
internal static class Kills
{
    private const int Standbys = 2;
    private static readonly WritePoint[] Points = Enum.GetValues<WritePoint>();

    public sealed record Tally(Dictionary<WritePoint, int> Killed, int Stopped);

    public static async Task<Tally> Run(Yard yard, int kills, int seed)
    {
        var random = new Random(seed);
        var tally = new Tally(Points.ToDictionary(p => p, _ => 0), 0);
        var standbys = new Queue<WorkerProcess>(Enumerable.Range(0, Standbys).Select(_ => yard.StartWorker()));
        WorkerProcess? stopped = null;
        try
        {
            for (var n = 0; n < kills; n++)
            {
                using var worker = standbys.Dequeue();
                standbys.Enqueue(yard.StartWorker());
                var point = Points[(n + seed) % Points.Length];
                await yard.PutDownSome();
                await worker.Go(point, times: 1 + random.Next(2));
                await Until(yard, worker.StandsAt(point));
                if (stopped is not null)
                {
                    // the lane has passed on: what it does now must count for nothing; it goes on from its point, and is killed soon after
                    await stopped.GoOn();
                    stopped.ContinueIt();
                }

                worker.KillIt();
                stopped?.Dispose();
                stopped = null;
                tally.Killed[point]++;
                if (n % 5 == 4)
                {
                    stopped = standbys.Dequeue();
                    standbys.Enqueue(yard.StartWorker());
                    await yard.PutDownSome();
                    await stopped.Go(point, times: 1);
                    await Until(yard, stopped.StandsAt(point));
                    stopped.StopIt();
                    tally = tally with { Stopped = tally.Stopped + 1 };
                }
            }

            // one that stands at its point with its heartbeat alive would keep the lane for ever
            if (stopped is not null)
            {
                await stopped.GoOn();
                stopped.ContinueIt();
            }

            using var last = standbys.Dequeue();
            await last.Go(WritePoint.LaneTaken, int.MaxValue);
            await yard.UntilSettled();
            await yard.Look();
            await yard.UntilJobsComeRound();
            return tally;
        }
        finally
        {
            stopped?.Dispose();
            foreach (var standby in standbys)
            {
                standby.Dispose();
            }
        }
    }

    /// <summary>One worker meets the fault while it stands at each point in turn, and goes on.</summary>
    public static async Task AtEachPoint(Yard yard, WorkerProcess worker, Func<Task> fault)
    {
        await worker.Go(Points[0], times: 1);
        foreach (var point in Points)
        {
            if (point != Points[0])
            {
                await worker.Arm(point, times: 1);
            }

            await Until(yard, worker.StandsAt(point));
            await fault();
            await worker.GoOn();
        }
    }

    /// <summary>
    /// Edits go on until the worker has come to its point: some points are reached only when there is something to do, and one only when all is done.
    /// </summary>
    public static async Task Until(Yard yard, Task stands)
    {
        while (await Task.WhenAny(stands, Task.Delay(TimeSpan.FromSeconds(1))) != stands)
        {
            if (await yard.IsSettled())
            {
                await yard.PutDownSome();
            }
        }

        await stands;
    }
}
