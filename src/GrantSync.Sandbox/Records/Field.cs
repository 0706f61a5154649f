namespace GrantSync.Sandbox.Records;

internal sealed record Field(string Name, string Type, string Label)
{
    /// <summary>The model that a relational field points at.</summary>
    public string? Relation { get; init; }

    /// <summary>The many2one on the other side of a one2many.</summary>
    public string? Inverse { get; init; }

    public bool Required { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Worked out at each read by the model's rules instead of kept in the record.</summary>
    public bool Computed { get; init; }

    public bool Indexed { get; init; }

    public bool IsMany => Type is "one2many" or "many2many";

    public bool IsNumber => Type is "integer" or "float" or "monetary";

    /// <summary>What an empty field reads as.</summary>
    public object Empty => Type switch
    {
        "integer" => 0,
        "float" or "monetary" => 0.0,
        "one2many" or "many2many" => Array.Empty<object>(),
        _ => false,
    };
}
