using Microsoft.Extensions.Logging;

namespace GrantSync.Application.Storage;

/// <summary>How a node looks at the database round after round, by no scheduler.</summary>
/// <param name="time">The clock of the rounds.</param>
/// <param name="period">Time between two looks.</param>
/// <param name="look">One look.</param>
/// <param name="meanwhile">What holds while the database is away: <c>the measures are old</c>.</param>
/// <param name="log">Hears of looks that failed. A failure costs a round and ends nothing.</param>
internal sealed class Rounds(TimeProvider time, TimeSpan period, Func<CancellationToken, Task> look, string meanwhile, ILogger log)
{
    /// <summary>Looks each period, for the first time after one, until the node stops.</summary>
    public async Task Go(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Once(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    public async Task Once(CancellationToken stoppingToken)
    {
        try
        {
            await look(stoppingToken);
        }
        catch (Exception failed) when (DatabaseTrouble.Is(failed))
        {
            log.LogWarning(failed, "The database cannot be reached; {Meanwhile}", meanwhile);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            log.LogError(bug, "A look at the database failed inside GrantSync; {Meanwhile}", meanwhile);
        }
    }
}
