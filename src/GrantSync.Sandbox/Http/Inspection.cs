using System.Text.Json;
using System.Text.Json.Serialization;
using GrantSync.Sandbox.Records;

namespace GrantSync.Sandbox.Http;

/// <summary>For people and tests: what is in there, what came in, and the bookkeeper's and the saboteur's hands.</summary>
internal sealed class Inspection(SandboxOdoo odoo, Faults faults, SandboxOptions options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public void Map(WebApplication web)
    {
        web.MapGet("/", () => Results.Content(Resource.Text("sandbox.html"), "text/html; charset=utf-8"));
        web.MapGet("/sandbox/state", (int? latest) => Results.Json(State(latest), Json));
        web.MapGet("/sandbox/calls", (long? since) => Results.Json(odoo.Calls.Where(call => call.Number > (since ?? 0)), Json));
        web.MapPost("/sandbox/edit", (Edit edit) => Guarded(() => Play(edit)));
        web.MapPost("/sandbox/bills", (SandboxBill bill) =>
            Guarded(() => Results.Json(Show(odoo.Find("account.move", odoo.Post(bill))!), Json)));
        web.MapDelete("/sandbox/records/{model}/{id:int}", (string model, int id) => Guarded(() => Remove(model, id)));
        web.MapGet("/sandbox/faults", () => Results.Json(faults.Current, Json));
        web.MapPut("/sandbox/faults", (JsonElement wanted) => Switch(wanted));
        web.MapDelete("/sandbox/faults", () => Clear());
    }

    /// <summary>Plans, accounts and projects; of the accounts only the latest when asked so.</summary>
    private object State(int? latest)
    {
        var accounts = odoo.Records("account.analytic.account");
        return new
        {
            version = $"{odoo.Version}.0",
            database = options.Database,
            companies = odoo.Records("res.company").Select(Show),
            plans = odoo.Records("account.analytic.plan").Select(Show),
            accountCount = accounts.Count,
            accounts = accounts.Skip(latest is { } few ? Math.Max(0, accounts.Count - few) : 0).Select(Show),
            projects = odoo.Records("project.project").Select(Show),
            budgets = Budgets(odoo.Version >= 18 ? "budget.analytic" : "crossovered.budget"),
            budgetLines = Budgets(odoo.Version >= 18 ? "budget.line" : "crossovered.budget.lines"),
        };
    }

    /// <summary>Null in a Community.</summary>
    private IEnumerable<object>? Budgets(string model) => options.Budgets ? odoo.Records(model).Select(Show) : null;

    private static object Show(SandboxRecord record) => new { record.Id, record.ExternalId, record.Values };

    private IResult Play(Edit edit)
    {
        var values = edit.Values.ToDictionary(value => value.Key, value => Value(value.Value));
        var id = edit.Id;
        if (id is { } known) { odoo.Edit(edit.Model, known, values); }
        else { id = odoo.Create(edit.Model, values); }
        return Results.Json(Show(odoo.Find(edit.Model, id.Value)!), Json);
    }

    private IResult Remove(string model, int id)
    {
        odoo.Delete(model, id);
        return Results.NoContent();
    }

    private IResult Switch(JsonElement wanted)
    {
        try
        {
            faults.Replace(wanted.ValueKind == JsonValueKind.Array
                ? wanted.Deserialize<List<Fault>>(Json)!
                : [wanted.Deserialize<Fault>(Json)!]);
            return Results.Json(faults.Current, Json);
        }
        catch (JsonException wrong)
        {
            return Results.Text(wrong.Message, statusCode: 400);
        }
    }

    private IResult Clear()
    {
        faults.Clear();
        return Results.NoContent();
    }

    private static IResult Guarded(Func<IResult> work)
    {
        try { return work(); }
        catch (OdooFault fault) { return Results.Text(fault.Message, statusCode: 400); }
        catch (DatabaseRefusal refusal) { return Results.Text(refusal.FaultText, statusCode: 400); }
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when json.TryGetInt32(out var number) => number,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => Value(member.Value)),
        _ => false,
    };

    /// <summary>Without an id a record is made.</summary>
    internal sealed record Edit(string Model, int? Id, Dictionary<string, JsonElement> Values);
}
