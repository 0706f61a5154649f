using GrantSync.Benchmarks;

// ./grantsync bench [codec|push|durable|neighbour|desk]: prints each figure beside its limit or its peer, measured in the same run
// ./grantsync bench log [--rows 10000000]: the sync log when it is old; it makes its rows first, which takes minutes and some 10 GB of disk
// ./grantsync bench chaos --writes N [--seed N], ./grantsync bench kills --kills N [--seed N]: the proofs of docs/manual/proof.md, at length
var part = args.FirstOrDefault() ?? "all";
if (part is not ("all" or "codec" or "push" or "durable" or "neighbour" or "desk" or "log" or "chaos" or "kills"))
{
    Console.Error.WriteLine($"There is no bench '{part}'. Choose codec, push, durable, neighbour, desk, log, chaos or kills, or give none for the first five.");
    return 2;
}

if (part is "chaos" or "kills")
{
    return await ProofBench.Run(part, args[1..], Console.Out);
}

if (part is "log")
{
    return await LogBench.Run(args[1..], Console.Out);
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

if (part is "all" or "desk")
{
    await DeskBench.Run(Console.Out);
}

return 0;
