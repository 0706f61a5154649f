using System.Globalization;
using GrantSync.Chaos.Simulation;
using GrantSync.Odoo;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Chaos.Model;

/// <summary>The network between a worker and the model Odoo: every way in which a request or its answer can be lost, late or strange.</summary>
internal sealed class ModelWire(ModelTenant tenant, SimulatedClock clock, Chance chance, FaultRates rates) : IOdooClient
{
    /// <summary>The client hears nothing after that (<see cref="OdooLimits.CallTimeout"/>).</summary>
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(130);

    private static readonly string[] Tracebacks = ["psycopg2.OperationalError: connection lost", "KeyError: 'x'", "MemoryError"];

    public async Task<OdooOutcome<T>> Send<T>(OdooCall<T> call, CancellationToken cancellationToken)
    {
        if (!AllowedCalls.Contains(call.Service, call.Model, call.Method))
        {
            throw new ViolationException($"{call.Model}.{call.Method} is not a call that may be made.");
        }

        tenant.CallsSeen++;
        await tenant.Log.HoldRowOf(call.Model, call.Method, call.Writes ? Names(call.Args) : null);
        if (rates.LateSends)
        {
            await Stand("before a call leaves");
        }

        // as HttpClient does it: asked at the last moment before the first byte leaves
        if (call.SendBefore < clock.Now)
        {
            return OutcomeRules.Judge(call, new OdooReply.Unsent("it was held up for too long on this machine"), OdooExchange.None);
        }

        var sent = clock.Now;
        var reply = call.Writes ? await Write(call.Model, call.Args) : Read(call.Model, call.Method, call.Args, call.Kwargs);
        if (chance.Strikes(nameof(FaultRates.Crash), rates.Crash))
        {
            throw new SimulatedCrash("a call in the air");
        }

        await Stand("in a call");
        if (clock.Now - sent > ClientPatience && chance.OneIn(2))
        {
            reply = new OdooReply.Lost("no answer within 130 s");
        }

        chance.Tell(string.Create(CultureInfo.InvariantCulture, $"{clock.Now:HH:mm:ss} {tenant.Name} {call.Model}.{call.Method}: {Short(reply)}"));
        return OutcomeRules.Judge(call, reply, OdooExchange.None);
    }

    private Task Stand(string where) => tenant.StandStill(where);

    private async Task<OdooReply> Write(string model, IReadOnlyList<XmlRpcValue> args)
    {
        switch (chance.Strike(
            (nameof(rates.Unsent), rates.Unsent), (nameof(rates.LostOnTheWay), rates.LostOnTheWay), (nameof(rates.LostAfterCommit), rates.LostAfterCommit),
            (nameof(rates.StillWorking), rates.StillWorking), (nameof(rates.Garbled), rates.Garbled), (nameof(rates.Gateway), rates.Gateway),
            (nameof(rates.TurnedAway), rates.TurnedAway), (nameof(rates.NotOdoo), rates.NotOdoo), (nameof(rates.FaultAfterCommit), rates.FaultAfterCommit),
            (nameof(rates.FaultBeforeCommit), rates.FaultBeforeCommit), (nameof(rates.ConcurrentUpdate), rates.ConcurrentUpdate),
            (nameof(rates.BadKey), rates.BadKey), (nameof(rates.NoRight), rates.NoRight)))
        {
            case nameof(rates.Unsent):
                return new OdooReply.Unsent("no connection to the server");
            case nameof(rates.LostOnTheWay):
                return new OdooReply.Lost("the connection broke");
            case nameof(rates.TurnedAway):
                return new OdooReply.HttpStatus(chance.Of([503, 429]));
            case nameof(rates.NotOdoo):
                return new OdooReply.HttpStatus(404);
            case nameof(rates.FaultBeforeCommit):
                return new OdooReply.Fault(1, chance.Of(Tracebacks));
            case nameof(rates.BadKey):
                return new OdooReply.Fault(3, "Access Denied");
            case nameof(rates.NoRight):
                return new OdooReply.Fault(4, "You are not allowed to modify this");
            case nameof(rates.ConcurrentUpdate):
                return new OdooReply.Answer(XmlRpcValue.Struct(("ids", false), ("messages", XmlRpcValue.Array(XmlRpcValue.Struct(
                    ("type", "error"), ("message", "could not serialize access due to concurrent update"))))));
            case nameof(rates.StillWorking):
                // Odoo's own limit ends its work 120 s after the call has arrived
                tenant.AtWork.Begin(model, args, clock.Now + chance.UpTo(119), commits: !chance.OneIn(4));
                return chance.OneIn(3) ? new OdooReply.HttpStatus(504) : new OdooReply.Lost("the connection broke");
            case nameof(rates.Garbled):
                await Work(model, args, commits: chance.OneIn(2));
                return new OdooReply.Garbled(chance.OneIn(2), "a page of another program");
            case nameof(rates.Gateway):
                await Work(model, args, commits: chance.OneIn(2));
                return new OdooReply.HttpStatus(chance.Of([502, 504]));
            case nameof(rates.LostAfterCommit):
                await Work(model, args, commits: true);
                return new OdooReply.Lost("the connection ended before the answer did");
            case nameof(rates.FaultAfterCommit):
                await Work(model, args, commits: true);
                return new OdooReply.Fault(1, "TypeError: cannot marshal None unless allow_none is enabled");
            default:
                return new OdooReply.Answer((await Work(model, args, commits: true))!.Value);
        }
    }

    /// <summary>Odoo works on it while the worker waits, which may stand still meanwhile.</summary>
    private async Task<XmlRpcValue?> Work(string model, IReadOnlyList<XmlRpcValue> args, bool commits)
    {
        var call = tenant.AtWork.Begin(model, args, DateTimeOffset.MaxValue, commits);
        var answer = tenant.AtWork.End(call);
        await Stand("behind Odoo's work");
        return answer;
    }

    private OdooReply Read(string model, string method, IReadOnlyList<XmlRpcValue> args, IReadOnlyList<KeyValuePair<string, XmlRpcValue>> named) =>
        chance.Strikes(nameof(rates.BrokenRead), rates.BrokenRead)
            ? chance.Below(5) switch
            {
                0 => new OdooReply.Unsent("no connection to the server"),
                1 => new OdooReply.Lost("the connection broke"),
                2 => new OdooReply.HttpStatus(chance.Of([502, 503, 504, 404])),
                3 => new OdooReply.Garbled(true, "a page of another program"),
                _ => new OdooReply.Fault(1, chance.Of(Tracebacks)),
            }
            : tenant.Odoo.Read(model, method, args, named);

    private static IReadOnlyList<string> Names(IReadOnlyList<XmlRpcValue> args)
    {
        var nameAt = args[0].Items!.Select(f => f.Text).ToList().IndexOf("name");
        return [.. args[1].Items!.Select(row => row.Items![nameAt].Text!)];
    }

    private static string Short(OdooReply reply) => reply switch
    {
        OdooReply.Answer { Value.Members: not null } answer => answer.Value["ids"]?.Items is { } ids ? $"{ids.Count} rows" : $"refused {answer.Value["messages"]}",
        OdooReply.Answer => "answer",
        _ => reply.ToString(),
    };
}
