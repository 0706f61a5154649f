using GrantSync.Benchmarks;

// ./grantsync bench [codec|push]: prints each figure beside its limit or its peer, measured in the same run
var part = args.FirstOrDefault() ?? "all";
if (part is not ("all" or "codec" or "push"))
{
    Console.Error.WriteLine($"There is no bench '{part}'. Choose codec or push, or give none for both.");
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

return 0;
