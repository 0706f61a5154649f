using GrantSync.Application.Connections;
using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Chaos.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Chaos.Simulation;

/// <summary>What users do: acts of a few or many edits, each act in one transaction as a use case has it.</summary>
internal sealed class Acts(World world, SimulationOptions options)
{
    private static readonly SyncEntity[] Entities = [SyncEntity.TemplateCategory, SyncEntity.BudgetLine, SyncEntity.ProjectAccount, SyncEntity.Project];
    private long lastNumber;

    private Chance Chance => world.Chance;

    /// <summary>The plans that everything hangs on.</summary>
    public async Task<int> Begin()
    {
        var accepted = 0;
        foreach (var tenant in world.Tenants)
        {
            accepted += await PutDown(tenant, [Plan(tenant, Axis.Category), Plan(tenant, Axis.Detail)]);
        }

        return accepted;
    }

    /// <summary>One act of one user; answers how many edits were accepted.</summary>
    public Task<int> Next()
    {
        var tenant = Chance.Of(world.Tenants);
        var size = Chance.Below(10) switch
        {
            < 5 => 1 + Chance.Below(4),
            < 8 => 1 + Chance.Below(Math.Min(40, options.LargestAct)),
            _ => 1 + Chance.Below(options.LargestAct),
        };
        var edits = Enumerable.Range(0, size).Select(_ => Edit(tenant)).DistinctBy(edit => edit.Key).ToList();

        // a project hangs on its account, and an account on its plan: who asks for one has asked for the other
        edits.AddRange(Missing(tenant, edits, e => e.Key.Entity == SyncEntity.Project, account => Account(tenant, account, ModelOdoo.ProjectPlan, companyId: 1, active: true)));
        edits.AddRange(Missing(tenant, edits, e => e.Key.Entity is SyncEntity.TemplateCategory or SyncEntity.BudgetLine, plan => Plan(tenant, (Axis)plan.Id)));
        return PutDown(tenant, edits);
    }

    /// <summary>Somebody has mended what was wrong in Odoo and presses Sync: refused records go again.</summary>
    public Task<int> TryAgain(ModelTenant tenant) => world.InScope(tenant.Name, async provider =>
        await provider.GetRequiredService<Intents>().TryAgain(tenant.Name, [.. tenant.Accepted.Wanted], CancellationToken.None));

    private async Task<int> PutDown(ModelTenant tenant, IReadOnlyList<WantedRecord> edits)
    {
        var rolledBack = Chance.Strikes(nameof(FaultRates.ActRolledBack), options.Faults.ActRolledBack);
        var putDown = await world.InScope(tenant.Name, async provider =>
        {
            var db = provider.GetRequiredService<GrantSyncDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var count = await provider.GetRequiredService<Intents>().PutDown(edits, null, null, CancellationToken.None);
            await (rolledBack ? transaction.RollbackAsync() : transaction.CommitAsync());
            return count;
        });
        if (rolledBack)
        {
            return 0;
        }

        var changed = edits.Where(e => tenant.Accepted.WantedOf(e.Key)?.PayloadHash != e.PayloadHash).ToList();
        if (changed.Count != putDown)
        {
            throw new ViolationException($"{changed.Count} edits differ from what was wanted, and {putDown} were put down.");
        }

        tenant.Accepted.Accept(changed);
        Chance.Tell($"{tenant.Name}: {putDown} edits");
        return putDown;
    }

    private WantedRecord Edit(ModelTenant tenant)
    {
        if (Chance.OneIn(200))
        {
            return Plan(tenant, Chance.OneIn(2) ? Axis.Category : Axis.Detail);
        }

        var key = new SyncKey(tenant.Name, Chance.Of(Entities), 1 + Chance.Below(options.RecordsATenant / Entities.Length));
        if (tenant.Accepted.Former(key) is { } former && Chance.OneIn(20))
        {
            return former;
        }

        // what Odoo never heard of is not put down to be archived
        var active = tenant.Accepted.WantedOf(key) is null || !Chance.OneIn(8);
        return key.Entity switch
        {
            SyncEntity.TemplateCategory => Account(tenant, key, null, null, active),
            SyncEntity.BudgetLine => Account(tenant, key, null, null, active),
            SyncEntity.ProjectAccount => Account(tenant, key, ModelOdoo.ProjectPlan, 1, active: true),
            _ => Project(tenant, key),
        };
    }

    private static List<WantedRecord> Missing(
        ModelTenant tenant, List<WantedRecord> edits, Func<WantedRecord, bool> children, Func<SyncKey, WantedRecord> make) =>
        [.. edits.Where(children).SelectMany(e => e.Parents).Distinct()
            .Where(parent => tenant.Accepted.WantedOf(parent) is null && edits.TrueForAll(e => e.Key != parent))
            .Select(make)];

    private WantedRecord Plan(ModelTenant tenant, Axis axis)
    {
        var key = new SyncKey(tenant.Name, SyncEntity.Plan, (int)axis);
        return new(key, key.ExternalId(tenant.Prefix), new WantedPlan(new EditName(EditName.RecordOf(key), ++lastNumber, "").ToString()), []);
    }

    private WantedRecord Account(ModelTenant tenant, SyncKey key, int? planId, int? companyId, bool active)
    {
        var plan = new SyncKey(tenant.Name, SyncEntity.Plan, (int)(key.Entity == SyncEntity.TemplateCategory ? Axis.Category : Axis.Detail));
        var fields = new WantedAccount(
            Name(key), $"{key.Entity.Name()}-{key.Id}-{Chance.Below(4)}", planId is null ? plan.ExternalId(tenant.Prefix) : null, planId, companyId, active);
        return new(key, key.ExternalId(tenant.Prefix), fields, planId is null ? [plan] : []);
    }

    private WantedRecord Project(ModelTenant tenant, SyncKey key)
    {
        var account = key with { Entity = SyncEntity.ProjectAccount };
        var starts = new DateOnly(2026, 1, 1).AddDays(Chance.Below(300));
        return new(key, key.ExternalId(tenant.Prefix), new WantedProject(Name(key), account.ExternalId(tenant.Prefix), 1, starts, starts.AddYears(1)), [account]);
    }

    private string Name(SyncKey key)
    {
        var mark = Chance.Strikes(nameof(FaultRates.RefusedRow), options.Faults.RefusedRow) ? EditName.RefusedRow
            : Chance.Strikes(nameof(FaultRates.RefusedWithoutNamingARow), options.Faults.RefusedWithoutNamingARow) ? EditName.RefusedCall
            : "";
        return new EditName(EditName.RecordOf(key), ++lastNumber, mark).ToString();
    }
}
