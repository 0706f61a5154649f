using GrantSync.Benchmarks;

// ./grantsync bench [codec|push|durable|neighbour]: prints each figure beside its limit or its peer, measured in the same run
var part = args.FirstOrDefault() ?? "all";
if (part is not ("all" or "codec" or "push" or "durable" or "neighbour"))
{
    Console.Error.WriteLine($"There is no bench '{part}'. Choose codec, push, durable or neighbour, or give none for all.");
    return 2;
}

if (part is "all" or "codec")
{
    CodecBench.Run(Console.Out);
}

if (part is "all" or "push")
{
    await PushBench.Run(Console.Out);
}

if (part is "all" or "durable")
{
    await DurableBench.Run(Console.Out);
}

if (part is "all" or "neighbour")
{
    await NeighbourBench.Run(Console.Out);
}

return 0;
