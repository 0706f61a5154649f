namespace GrantSync.Sandbox.Records;

/// <summary>What PostgreSQL refuses. `load` puts it into a message; every other call ends with a fault.</summary>
internal sealed class DatabaseRefusal : Exception
{
    private DatabaseRefusal(string loadMessage, string faultText) : base(loadMessage) => FaultText = faultText;

    public string FaultText { get; }

    public string? Field { get; private init; }

    /// <summary>Recordings 051 (load) and 056 (create).</summary>
    public static DatabaseRefusal MissingValue(Model model, Field field) => new(
        $"Missing required value for the field '{field.Label}' ({field.Name})",
        "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model requires the record being deleted. "
        + $"If possible, archive it instead.\n\nModel: {model.Description} ({model.Name})\nField: {field.Label} ({field.Name})\n")
    { Field = field.Name };

    /// <summary>Recording 069 shows the quotes that `load` puts round the text.</summary>
    public static DatabaseRefusal Check(string text) => new($"'{text}'", $"The operation cannot be completed: {text}");

    /// <summary>Recordings 092-094, the final line break included.</summary>
    public static DatabaseRefusal Serialisation() =>
        new("could not serialize access due to concurrent update\n", "could not serialize access due to concurrent update\n");

    public static DatabaseRefusal StillNeeded(Model model, string field)
    {
        var text = "The operation cannot be completed: another model requires the record being deleted. If possible, archive it instead.\n\n"
            + $"Model: {model.Description} ({model.Name})\nConstraint: {model.Name.Replace('.', '_')}_{field}_fkey";
        return new(text, text);
    }
}
