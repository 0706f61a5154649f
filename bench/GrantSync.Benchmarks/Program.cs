using GrantSync.Benchmarks;

// ./grantsync bench [codec|push]: prints each figure beside its limit or its peer, measured in the same run
// ./grantsync bench chaos --writes N [--seed N], ./grantsync bench kills --kills N [--seed N]: the proofs of docs/manual/proof.md, at length
var part = args.FirstOrDefault() ?? "all";
if (part is not ("all" or "codec" or "push" or "chaos" or "kills"))
{
    Console.Error.WriteLine($"There is no bench '{part}'. Choose codec, push, chaos or kills, or give none for the first two.");
    return 2;
}

if (part is "chaos" or "kills")
{
    return await ProofBench.Run(part, args[1..], Console.Out);
}

if (part is "all" or "codec")
{
    CodecBench.Run(Console.Out);
}

if (part is "all" or "push")
{
    await PushBench.Run(Console.Out);
}

return 0;
