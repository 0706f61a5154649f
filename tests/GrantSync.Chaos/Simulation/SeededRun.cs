using System.Globalization;
using System.Text;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Chaos.Simulation;

/// <summary>
/// One world from its foundation to its end: users, workers, the clock and the network take turns as the seed has it, and one moves at a time.
/// </summary>
internal sealed class SeededRun
{
    private readonly SimulationOptions options;
    private readonly World world;
    private readonly Acts acts;
    private readonly DateTimeOffset began;
    private int writes;

    private SeededRun(SimulationOptions options, World world)
    {
        (this.options, this.world) = (options, world);
        acts = new Acts(world, options);
        began = world.Clock.Now;
    }

    public static async Task<SimulationReport> Of(SimulationOptions options, ScratchDatabases databases)
    {
        var database = await databases.Copy();
        try
        {
            await using var world = new World(options, database);
            return await new SeededRun(options, world).Run();
        }
        finally
        {
            await databases.Drop(database);
        }
    }

    private async Task<SimulationReport> Run()
    {
        string? violation = null;
        try
        {
            await world.Found();
            writes = await acts.Begin();
            for (var nextLook = options.WritesBetweenLooks; writes < options.Writes;)
            {
                await Step();
                if (writes >= nextLook)
                {
                    await Settle();
                    nextLook += options.WritesBetweenLooks;
                }
            }

            await Settle();
        }
        catch (ViolationException found)
        {
            violation = found.Message;
            await LetGo();
        }

        var chance = world.Chance;
        return new(options.Seed, writes, world.Tenants.Sum(t => t.CallsSeen), world.Clock.Now - began, chance.Fingerprint, chance.Struck, violation, chance.Latest);
    }

    private async Task Step()
    {
        var chance = world.Chance;
        switch (chance.Below(100))
        {
            case < 22:
                writes += await acts.Next();
                break;
            case < 72:
                if (world.Workers.Where(w => !w.IsStanding || w.Until <= world.Clock.Now).ToList() is { Count: > 0 } free)
                {
                    await world.Run(chance.Of(free));
                }

                break;
            case < 88:
                await world.Advance(chance.UpTo(4));
                break;
            case < 90:
                await world.Ping();
                break;
            default:
                await world.Advance(chance.UpTo(chance.OneIn(3) ? 200 : 45));
                break;
        }
    }

    /// <summary>Nothing more goes wrong: within a day of the world's time all is settled, or something is stuck.</summary>
    private async Task Settle()
    {
        world.Chance.Resting = true;
        var patience = world.Clock.Now + TimeSpan.FromDays(1);
        while (true)
        {
            await RunAll();
            var open = await Open();
            if (open.Values.Sum() == 0 && world.Tenants.All(t => t.AtWork.None))
            {
                break;
            }

            if (world.Clock.Now > patience)
            {
                throw new ViolationException("A day later not all is settled: " + string.Join(", ", open.Select(o => $"{o.Value} {o.Key}")) + await Lanes());
            }

            // what is queued beside them waits for a refused parent, or for its time
            if (open.ContainsKey(IntentState.Refused) && open.Keys.All(state => state is IntentState.Refused or IntentState.Queued))
            {
                foreach (var tenant in world.Tenants)
                {
                    tenant.Odoo.IsMended = true;
                    await acts.TryAgain(tenant);
                }
            }

            await world.Advance(TimeSpan.FromSeconds(20));
            await world.Ping();
        }

        await Oracle.Look(world);
        foreach (var tenant in world.Tenants)
        {
            tenant.Odoo.IsMended = false;
            tenant.Accepted.Forget();
        }

        world.Chance.Tell(string.Create(CultureInfo.InvariantCulture, $"settled after {writes} writes"));
        world.Chance.Resting = false;
    }

    /// <summary>Lets all run until no lane is due. The clock stands still, so a lane that is due again and again is one that spins.</summary>
    private async Task RunAll()
    {
        bool any;
        var rounds = 0;
        do
        {
            any = false;
            if (++rounds > 50)
            {
                throw new ViolationException("A lane is taken again and again with nothing to do.");
            }

            foreach (var worker in world.Workers)
            {
                any |= await world.Run(worker);
            }
        }
        while (any);
    }

    private async Task<Dictionary<IntentState, int>> Open() => await world.InScope(Application.Pipeline.Caller.EveryTenant, provider =>
        provider.GetRequiredService<GrantSyncDb>().Intents.Where(i => i.State != IntentState.Confirmed && i.State != IntentState.Superseded)
            .GroupBy(i => i.State).ToDictionaryAsync(g => g.Key, g => g.Count()));

    /// <summary>Where the lanes stand, for whoever reads of a violation.</summary>
    private async Task<string> Lanes() => await world.InScope(Application.Pipeline.Caller.EveryTenant, async provider =>
    {
        var db = provider.GetRequiredService<GrantSyncDb>();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"; it is {world.Clock.Now:HH:mm:ss}");
        foreach (var lane in await db.Lanes.AsNoTracking().ToListAsync())
        {
            var first = await db.Intents.AsNoTracking().Where(i => i.TenantId == lane.TenantId && i.State != IntentState.Confirmed && i.State != IntentState.Superseded)
                .OrderBy(i => i.Stage).ThenBy(i => i.DueAt).FirstOrDefaultAsync();
            text.Append(CultureInfo.InvariantCulture, $"\n{lane.TenantId}: due {lane.DueAt:HH:mm:ss}, leased until {lane.LeaseUntil:HH:mm:ss}, {lane.Breaker}, {lane.StoppedBecause ?? "not stopped"}");
            text.Append(CultureInfo.InvariantCulture, $"; {first?.Key} is {first?.State}, due {first?.DueAt:HH:mm:ss}, below {string.Join(' ', first?.Parents ?? [])}");
        }

        return text.ToString();
    });

    /// <summary>After a violation: the workers that still stand are let go, so that none keeps a connection.</summary>
    private async Task LetGo()
    {
        world.Chance.Resting = true;
        foreach (var worker in world.Workers.Where(w => w.IsStanding))
        {
            try
            {
                await worker.Run();
            }
            catch (ViolationException)
            {
                // the first one counts
            }
        }
    }
}
