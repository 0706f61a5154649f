using System.Globalization;

namespace GrantSync.Chaos.Simulation;

/// <summary>
/// All chance of a run comes from one seed, and all that happens is told here: two runs of one seed give one fingerprint, or the run was
/// not deterministic and its seed proves nothing.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="trace">Gets everything that is told.</param>
internal sealed class Chance(int seed, TextWriter? trace)
{
    private const int Remembered = 120;
    private readonly Random random = new(seed);
    private readonly Queue<string> latest = new();
    private ulong fingerprint = 14695981039346656037;

    /// <summary>While the world settles nothing more goes wrong.</summary>
    public bool Resting { get; set; }

    /// <summary>How often each fault struck.</summary>
    public SortedDictionary<string, int> Struck { get; } = new(StringComparer.Ordinal);

    public string Fingerprint => fingerprint.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>What happened last, oldest first.</summary>
    public IReadOnlyCollection<string> Latest => latest;

    public int Below(int limit) => random.Next(limit);

    public bool OneIn(int times) => random.Next(times) == 0;

    public T Of<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public TimeSpan UpTo(double seconds) => TimeSpan.FromMilliseconds(random.Next((int)(seconds * 1000)));

    /// <summary>Whether a fault with this rate strikes now.</summary>
    public bool Strikes(string fault, int perThousand)
    {
        if (Resting || perThousand == 0 || random.Next(1000) >= perThousand)
        {
            return false;
        }

        Count(fault);
        return true;
    }

    /// <summary>One of several faults that exclude each other, or null.</summary>
    public string? Strike(params ReadOnlySpan<(string Fault, int PerThousand)> faults)
    {
        if (Resting)
        {
            return null;
        }

        var drawn = random.Next(1000);
        foreach (var (fault, perThousand) in faults)
        {
            if (drawn < perThousand)
            {
                Count(fault);
                return fault;
            }

            drawn -= perThousand;
        }

        return null;
    }

    public void Tell(string what)
    {
        foreach (var letter in what)
        {
            fingerprint = (fingerprint ^ letter) * 1099511628211;
        }

        trace?.WriteLine(what);
        latest.Enqueue(what);
        if (latest.Count > Remembered)
        {
            latest.Dequeue();
        }
    }

    private void Count(string fault)
    {
        Struck[fault] = Struck.GetValueOrDefault(fault) + 1;
        Tell(fault);
    }
}
