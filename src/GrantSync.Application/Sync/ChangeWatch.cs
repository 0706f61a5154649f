using System.Collections.Concurrent;
using System.Threading.Channels;

namespace GrantSync.Application.Sync;

/// <summary>Collects the tenants for which something moved, for one reader; a change between two looks is not lost.</summary>
public sealed class ChangeWatch : IDisposable
{
    private readonly ConcurrentDictionary<ChangeWatch, bool> watches;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, bool> tenants = new(StringComparer.Ordinal);
    private readonly Channel<bool> moved = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ChangeWatch(ConcurrentDictionary<ChangeWatch, bool> watches, TimeProvider time)
    {
        (this.watches, this.time) = (watches, time);
        watches[this] = true;
    }

    /// <summary>True as soon as something has moved, false when nothing has for so long.</summary>
    public async Task<bool> Any(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await moved.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The tenants that have moved since the last time, each once; <c>*</c> stands for any of them.</summary>
    public IReadOnlyList<string> Take() => [.. tenants.Keys.Where(tenant => tenants.TryRemove(tenant, out _))];

    public void Dispose() => watches.TryRemove(this, out _);

    internal void Tell(string tenant)
    {
        tenants[tenant] = true;
        moved.Writer.TryWrite(true);
    }
}
