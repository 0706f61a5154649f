namespace GrantSync.Sandbox;

/// <summary>The faults that are switched on.</summary>
public sealed class Faults
{
    private readonly Lock gate = new();
    private readonly List<Armed> armed = [];

    public IReadOnlyList<Fault> Current
    {
        get { lock (gate) { return [.. armed.Select(one => one.Fault)]; } }
    }

    public void Add(Fault fault)
    {
        lock (gate) { armed.Add(new Armed(fault)); }
    }

    public void Replace(IEnumerable<Fault> faults)
    {
        lock (gate)
        {
            Clear();
            armed.AddRange(faults.Select(fault => new Armed(fault)));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            armed.ForEach(one => one.Let.TrySetResult());
            armed.Clear();
        }
    }

    /// <summary>Everything that goes wrong with this one call; counts are used up here.</summary>
    internal IReadOnlyList<Fault> Strike(string model, string method)
    {
        lock (gate)
        {
            var striking = armed.Where(one => one.Fault.Kind != FaultKind.Gather && one.Fault.Matches(model, method) && one.Strikes())
                .ToList();
            armed.RemoveAll(one => one.Fault.Kind != FaultKind.Gather && one.IsSpent);
            return [.. striking.Select(one => one.Fault)];
        }
    }

    /// <summary>Waits for the others that a <see cref="FaultKind.Gather"/> asks for.</summary>
    internal Task Gather(string model, string method)
    {
        lock (gate)
        {
            if (armed.Find(one => one.Fault.Kind == FaultKind.Gather && one.Fault.Matches(model, method)) is not { } gathering)
            {
                return Task.CompletedTask;
            }
            if (gathering.Strikes() && gathering.IsSpent)
            {
                armed.Remove(gathering);
                gathering.Let.TrySetResult();
            }
            return gathering.Let.Task;
        }
    }

    private sealed class Armed(Fault fault)
    {
        private int seen;

        public Fault Fault { get; } = fault;

        public TaskCompletionSource Let { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsSpent => Fault.Count is { } count && seen >= Fault.Skip + count;

        public bool Strikes() => ++seen > Fault.Skip;
    }
}
