using System.Text.RegularExpressions;
using GrantSync.Application.Actuals;
using GrantSync.Application.Adoption;
using GrantSync.Application.Alerts;
using GrantSync.Application.Amendments;
using GrantSync.Application.Budgets;
using GrantSync.Application.Connections;
using GrantSync.Application.Donors;
using GrantSync.Application.Drift;
using GrantSync.Application.Exchange;
using GrantSync.Application.Grants;
using GrantSync.Application.Health;
using GrantSync.Application.Incidents;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Application.Templates;
using GrantSync.Application.Tenants;
using GrantSync.Application.Units;
using GrantSync.Application.Users;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Storage;

/// <summary>All tables, seen by one caller: the connection carries the caller's tenant, and every query filters by it besides.</summary>
public sealed partial class GrantSyncDb(DbContextOptions<GrantSyncDb> options, Caller caller) : DbContext(options)
{
    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<User> Users => Set<User>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Donor> Donors => Set<Donor>();

    public DbSet<BudgetTemplate> BudgetTemplates => Set<BudgetTemplate>();

    public DbSet<TemplateCategory> TemplateCategories => Set<TemplateCategory>();

    public DbSet<TemplateDetail> TemplateDetails => Set<TemplateDetail>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<Budget> Budgets => Set<Budget>();

    public DbSet<BudgetCategory> BudgetCategories => Set<BudgetCategory>();

    public DbSet<BudgetLine> BudgetLines => Set<BudgetLine>();

    public DbSet<BudgetRevision> BudgetRevisions => Set<BudgetRevision>();

    public DbSet<BudgetImport> BudgetImports => Set<BudgetImport>();

    public DbSet<Connection> Connections => Set<Connection>();

    public DbSet<PlanMapping> PlanMappings => Set<PlanMapping>();

    public DbSet<AdoptedRecord> Adoptions => Set<AdoptedRecord>();

    public DbSet<KnownCompany> OdooCompanies => Set<KnownCompany>();

    public DbSet<Intent> Intents => Set<Intent>();

    public DbSet<OdooRecordHead> OdooRecordHeads => Set<OdooRecordHead>();

    public DbSet<Lane> Lanes => Set<Lane>();

    public DbSet<SyncLogRow> SyncLog => Set<SyncLogRow>();

    public DbSet<SyncLogBody> SyncLogBodies => Set<SyncLogBody>();

    public DbSet<LogChain> LogChains => Set<LogChain>();

    public DbSet<LogDrop> LogDrops => Set<LogDrop>();

    public DbSet<LogRetention> LogRetentions => Set<LogRetention>();

    public DbSet<SyncLogProblem> SyncLogProblems => Set<SyncLogProblem>();

    public DbSet<Ping> Pings => Set<Ping>();

    public DbSet<TenantPill> Pills => Set<TenantPill>();

    public DbSet<HealthThresholds> HealthThresholds => Set<HealthThresholds>();

    public DbSet<Incident> Incidents => Set<Incident>();

    public DbSet<AlertChannel> AlertChannels => Set<AlertChannel>();

    public DbSet<AlertDelivery> AlertDeliveries => Set<AlertDelivery>();

    public DbSet<IncidentEvent> IncidentEvents => Set<IncidentEvent>();

    public DbSet<MaintenanceWindow> MaintenanceWindows => Set<MaintenanceWindow>();

    public DbSet<DriftFinding> DriftFindings => Set<DriftFinding>();

    public DbSet<DriftRun> DriftRuns => Set<DriftRun>();

    public DbSet<KeptValue> KeptValues => Set<KeptValue>();

    public DbSet<ActualRead> ActualReads => Set<ActualRead>();

    public DbSet<ActualLine> ActualLines => Set<ActualLine>();

    public DbSet<ActualSum> ActualSums => Set<ActualSum>();

    public DbSet<ActualsRate> ActualsRates => Set<ActualsRate>();

    public DbSet<ManualActual> ManualActuals => Set<ManualActual>();

    /// <summary>Tells every node and every open page that something of the tenant has changed; heard when the transaction commits.</summary>
    internal Task Announce(string tenant, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"select pg_notify({ChangeFeed.Channel}, {tenant})", cancellationToken);

    /// <summary>What the caller may see; read by the query filters and by <see cref="TenantOnConnection"/>.</summary>
    public string Scope => caller.Tenant;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<decimal>().HavePrecision(18, 4);
        configurationBuilder.Properties<Role>().HaveConversion<string>();
        configurationBuilder.Properties<SyncEntity>().HaveConversion<string>();
        configurationBuilder.Properties<IntentState>().HaveConversion<SnakeCaseEnum<IntentState>>();
        configurationBuilder.Properties<Breaker>().HaveConversion<SnakeCaseEnum<Breaker>>();
        configurationBuilder.Properties<CallDirection>().HaveConversion<SnakeCaseEnum<CallDirection>>();
        configurationBuilder.Properties<PingVerdict>().HaveConversion<SnakeCaseEnum<PingVerdict>>();
        configurationBuilder.Properties<HealthCause>().HaveConversion<SnakeCaseEnum<HealthCause>>();
        configurationBuilder.Properties<Pill>().HaveConversion<SnakeCaseEnum<Pill>>();
        configurationBuilder.Properties<IncidentState>().HaveConversion<SnakeCaseEnum<IncidentState>>();
        configurationBuilder.Properties<ChannelKind>().HaveConversion<SnakeCaseEnum<ChannelKind>>();
        configurationBuilder.Properties<AlertKind>().HaveConversion<SnakeCaseEnum<AlertKind>>();
        configurationBuilder.Properties<DeliveryState>().HaveConversion<SnakeCaseEnum<DeliveryState>>();
        configurationBuilder.Properties<IncidentEventKind>().HaveConversion<SnakeCaseEnum<IncidentEventKind>>();
        configurationBuilder.Properties<PeriodLength>().HaveConversion<SnakeCaseEnum<PeriodLength>>();
        configurationBuilder.Properties<NumberForm>().HaveConversion<SnakeCaseEnum<NumberForm>>();
        configurationBuilder.Properties<DriftKind>().HaveConversion<SnakeCaseEnum<DriftKind>>();
        configurationBuilder.Properties<DriftField>().HaveConversion<SnakeCaseEnum<DriftField>>();
        configurationBuilder.Properties<DriftDecision>().HaveConversion<SnakeCaseEnum<DriftDecision>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Tenant>();
        modelBuilder.Entity<BudgetTemplate>().HasMany(t => t.Categories).WithOne().HasForeignKey(c => c.TemplateId);
        modelBuilder.Entity<TemplateCategory>().HasMany(c => c.Details).WithOne().HasForeignKey(d => d.CategoryId);
        modelBuilder.Entity<Grant>().HasMany(g => g.Projects).WithOne().HasForeignKey(p => p.GrantId);
        modelBuilder.Entity<Budget>().HasMany(b => b.Categories).WithOne().HasForeignKey(c => c.BudgetId);
        modelBuilder.Entity<BudgetCategory>().HasMany(c => c.Lines).WithOne().HasForeignKey(l => l.CategoryId);
        modelBuilder.Entity<Budget>().Property(b => b.Revision).IsConcurrencyToken();
        modelBuilder.Entity<BudgetLine>().Property(l => l.Revision).IsConcurrencyToken();
        modelBuilder.Entity<BudgetLine>().PrimitiveCollection(l => l.PeriodUnits).ElementType(units => units.HasPrecision(18, 4));
        modelBuilder.Entity<BudgetRevision>().Property(r => r.Snapshot).HasColumnType("jsonb");
        modelBuilder.Entity<BudgetImport>().Property(i => i.Cells).HasColumnType("jsonb");
        modelBuilder.Entity<BudgetImport>().Property(i => i.Seen).HasColumnType("jsonb");
        modelBuilder.Entity<Connection>().HasKey(c => c.TenantId);
        modelBuilder.Entity<Connection>().HasMany(c => c.Plans).WithOne().HasForeignKey(p => p.TenantId);
        modelBuilder.Entity<PlanMapping>().HasKey(p => new { p.TenantId, p.Axis });
        modelBuilder.Entity<AdoptedRecord>().HasKey(a => new { a.TenantId, a.Key });
        modelBuilder.Entity<KnownCompany>().HasKey(c => new { c.TenantId, c.OdooId });
        modelBuilder.Entity<OdooRecordHead>().HasKey(h => new { h.TenantId, h.Key });
        modelBuilder.Entity<Lane>().HasKey(l => l.TenantId);
        modelBuilder.Entity<TenantPill>().ToTable("tenant_health").HasKey(h => h.TenantId);
        modelBuilder.Entity<HealthThresholds>().HasKey(h => h.TenantId);
        modelBuilder.Entity<SyncLogRow>().ToTable("sync_log").HasKey(r => new { r.Id, r.At });
        modelBuilder.Entity<SyncLogRow>().Property(r => r.Id).UseSequence("sync_log_id");
        modelBuilder.Entity<LogChain>().ToTable("sync_log_chains").HasKey(c => c.TenantId);
        modelBuilder.Entity<LogRetention>().HasKey(r => r.TenantId);
        modelBuilder.HasDbFunction(() => BodyDigest(default!, default!)).HasName("sync_log_body_digest");
        modelBuilder.Entity<SyncLogRow>().Property(r => r.Facets).ValueGeneratedOnAddOrUpdate();
        modelBuilder.Entity<SyncLogTerms>().ToTable("sync_log_terms").HasKey(t => new { t.LogId, t.At });
        modelBuilder.Entity<SyncLogProblem>().HasKey(p => new { p.TenantId, p.Fingerprint, p.Day });
        modelBuilder.Entity<KeptValue>().HasKey(v => new { v.TenantId, v.Key, v.Field });
        modelBuilder.Entity<SyncLogBody>().HasKey(b => new { b.LogId, b.At });
        modelBuilder.Entity<ActualLine>().HasKey(l => new { l.ReadId, l.OdooId });
        modelBuilder.Entity<ActualSum>().HasKey(s => new { s.ReadId, s.GrantId, s.CompanyId });
        modelBuilder.Entity<ActualsRate>().Property(r => r.Rate).HasPrecision(18, 8);

        modelBuilder.Entity<Tenant>().HasQueryFilter(t => t.Id == Scope || Scope == Caller.EveryTenant);
        FilterByTenant<User>(modelBuilder);
        FilterByTenant<ApiToken>(modelBuilder);
        FilterByTenant<Unit>(modelBuilder);
        FilterByTenant<Donor>(modelBuilder);
        FilterByTenant<BudgetTemplate>(modelBuilder);
        FilterByTenant<TemplateCategory>(modelBuilder);
        FilterByTenant<TemplateDetail>(modelBuilder);
        modelBuilder.Entity<Grant>().HasQueryFilter(g => g.RemovedAt == null && (g.TenantId == Scope || Scope == Caller.EveryTenant));
        FilterByTenant<Project>(modelBuilder);
        FilterByTenant<Budget>(modelBuilder);
        FilterByTenant<BudgetCategory>(modelBuilder);
        FilterByTenant<BudgetLine>(modelBuilder);
        FilterByTenant<BudgetRevision>(modelBuilder);
        FilterByTenant<BudgetImport>(modelBuilder);
        FilterByTenant<Connection>(modelBuilder);
        FilterByTenant<PlanMapping>(modelBuilder);
        FilterByTenant<AdoptedRecord>(modelBuilder);
        FilterByTenant<KnownCompany>(modelBuilder);
        FilterByTenant<Intent>(modelBuilder);
        FilterByTenant<OdooRecordHead>(modelBuilder);
        FilterByTenant<Lane>(modelBuilder);
        FilterByTenant<SyncLogRow>(modelBuilder);
        FilterByTenant<SyncLogBody>(modelBuilder);
        FilterByTenant<LogChain>(modelBuilder);
        FilterByTenant<LogDrop>(modelBuilder);
        FilterByTenant<LogRetention>(modelBuilder);
        FilterByTenant<SyncLogProblem>(modelBuilder);
        FilterByTenant<Ping>(modelBuilder);
        FilterByTenant<TenantPill>(modelBuilder);
        FilterByTenant<HealthThresholds>(modelBuilder);
        FilterByTenant<Incident>(modelBuilder);
        FilterByTenant<AlertChannel>(modelBuilder);
        FilterByTenant<AlertDelivery>(modelBuilder);
        FilterByTenant<IncidentEvent>(modelBuilder);
        FilterByTenant<MaintenanceWindow>(modelBuilder);
        FilterByTenant<DriftFinding>(modelBuilder);
        FilterByTenant<DriftRun>(modelBuilder);
        FilterByTenant<KeptValue>(modelBuilder);
        FilterByTenant<ActualRead>(modelBuilder);
        FilterByTenant<ActualLine>(modelBuilder);
        FilterByTenant<ActualSum>(modelBuilder);
        FilterByTenant<ActualsRate>(modelBuilder);
        FilterByTenant<ManualActual>(modelBuilder);

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    /// <summary>In queries only: both bodies of a call in one digest, as its seal has it.</summary>
    internal static byte[] BodyDigest(byte[] request, byte[] response) => throw new NotSupportedException("PostgreSQL computes this.");

    internal static string SnakeCase(string name) => WordStart().Replace(name, "_$1").ToLowerInvariant();

    private void FilterByTenant<TRow>(ModelBuilder model)
        where TRow : class, ITenantRow =>
        model.Entity<TRow>().HasQueryFilter(row => row.TenantId == Scope || Scope == Caller.EveryTenant);

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex WordStart();
}
