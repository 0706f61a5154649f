namespace GrantSync.Application.Storage;

/// <summary>How a node looks at the database round after round, by no scheduler.</summary>
internal static class Rounds
{
    /// <summary>Looks each period, for the first time after one, until the node stops. A database that is away costs a round and ends nothing.</summary>
    /// <param name="time">The clock of the periods.</param>
    /// <param name="period">Time between two looks.</param>
    /// <param name="look">One look.</param>
    /// <param name="away">Hears why the database could not be looked at.</param>
    /// <param name="stoppingToken">The node stops.</param>
    public static async Task Every(this TimeProvider time, TimeSpan period, Func<CancellationToken, Task> look, Action<Exception> away, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await look.Once(away, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>One look, which a database that is away does not break.</summary>
    public static async Task Once(this Func<CancellationToken, Task> look, Action<Exception> away, CancellationToken stoppingToken)
    {
        try
        {
            await look(stoppingToken);
        }
        catch (Exception failed) when (DatabaseTrouble.Is(failed))
        {
            away(failed);
        }
    }
}
