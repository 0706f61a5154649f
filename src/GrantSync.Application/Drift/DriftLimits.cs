namespace GrantSync.Application.Drift;

/// <summary>The numbers of a comparison with Odoo.</summary>
public sealed record DriftLimits
{
    /// <summary>The most records that are read in one call.</summary>
    public int ReadAtOnce { get; init; } = 500;

    /// <summary>The most missing records whose external ids are asked for one by one; of more, these speak for all.</summary>
    public int AskOneByOne { get; init; } = 20;
}
