using System.Globalization;
using GrantSync.Sandbox.Rules;

namespace GrantSync.Sandbox.Records;

/// <summary>One call: who makes it, what it may see, and when it began.</summary>
internal sealed class Session(Store store, Record user, DateTimeOffset now)
{
    private const string EveryGroup = "*";

    public Store Store { get; } = store;

    public int UserId => user.Id;

    public string Login => user.Text("login") ?? "";

    public Record User => user;

    public string Now { get; } = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public IReadOnlyDictionary<string, object?> Context { get; init; } = new Dictionary<string, object?>();

    /// <summary>The last commit that this call can see.</summary>
    public long Snapshot { get; init; } = long.MaxValue;

    public bool ReadCommitted { get; init; }

    /// <summary>A fault makes `load` report a serialisation failure.</summary>
    public bool MustNotSerialise { get; init; }

    public IReadOnlySet<string> LostGroups { get; init; } = new HashSet<string>();

    public HashSet<string> Groups => field ??= [.. (user.Text("groups") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(group => group == EveryGroup ? [EveryGroup] : Rights.WithImplied(group)).Except(LostGroups)];

    public bool ActiveTest => Context.GetValueOrDefault("active_test") is not false;

    public bool May(string model, string operation) => Groups.Contains(EveryGroup) || Rights.Allow(model, operation, Groups);

    public void Require(Model model, string operation)
    {
        if (!May(model.Name, operation)) { throw Rights.Refusal(model, operation); }
    }

    /// <summary>The same call with every right, for what Odoo does by itself.</summary>
    public Session AsSuperuser() => new(Store, Superuser(user.Id), now)
    {
        Context = new Dictionary<string, object?> { ["active_test"] = false },
        Snapshot = Snapshot,
        ReadCommitted = ReadCommitted,
    };

    public static Record Superuser(int id) => new(id) { ["login"] = "__system__", ["groups"] = EveryGroup, ["company_id"] = 1 };

    /// <summary>A field as it is stored or worked out; null when empty.</summary>
    public object? Value(Table table, Record record, Field field) => field switch
    {
        { Name: "display_name" } => DisplayName(table, record),
        { Inverse: not null } => ModelRules.Of(table.Model.Name).Compute(this, record, field.Name) ?? Inverse(record, field),
        { Computed: true } => ModelRules.Of(table.Model.Name).Compute(this, record, field.Name),
        _ => record[field.Name],
    };

    public string DisplayName(Table table, Record record) => ModelRules.Of(table.Model.Name).DisplayName(this, record);

    private List<object> Inverse(Record record, Field field)
    {
        var lines = Store.Table(field.Relation!);
        var found = lines.IsIndexed(field.Inverse!)
            ? lines.FindBy(field.Inverse!, record.Id)
            : lines.Records.Where(line => line.Reference(field.Inverse!) == record.Id);
        return [.. found.Select(line => (object)line.Id).Order()];
    }
}
