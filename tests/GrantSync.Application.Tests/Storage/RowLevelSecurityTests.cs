using GrantSync.Application.Grants;
using Npgsql;

namespace GrantSync.Application.Tests.Storage;

public sealed class RowLevelSecurityTests(TestDatabase database)
{
    [Fact]
    public async Task Every_table_of_a_tenant_forces_row_level_security()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var open = await Column(
            organisation,
            """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'schema_migrations'
                -- numbers that have the tenant in them; with policies their index could not be used (decision 0013)
                and c.relname !~ '^sync_log_terms'
                and not (c.relrowsecurity and c.relforcerowsecurity)
            """);
        Assert.Empty(open);
    }

    [Fact]
    public async Task A_connection_without_a_scope_sees_no_row()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        foreach (var table in await Column(organisation, "select table_name from information_schema.columns where column_name = 'tenant_id' and table_schema = 'public'"))
        {
            Assert.Equal(["0"], await Column(organisation, $"select count(*)::text from {table}"));
        }

        Assert.Equal(["0"], await Column(organisation, "select count(*)::text from tenants"));
    }

    [Fact]
    public async Task A_tenant_neither_sees_nor_writes_anothers_rows()
    {
        await using var mine = await Organisation.Start(database, connect: false);
        await using var other = await Organisation.StartBeside(mine);

        Assert.IsType<GrantIsGone>((await other.Send(new ReadGrant(mine.GrantId))).Refusal);
        Assert.Single(await other.Expect(new ListGrants()));
        Assert.Equal(["1"], await Column(mine, $"select set_config('grantsync.tenant', '{other.Tenant}', false); select count(*)::text from grants", skip: 1));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Column(
            mine,
            $"""
            select set_config('grantsync.tenant', '{other.Tenant}', false);
            insert into donors (tenant_id, name, code) values ('{mine.Tenant}', 'X', 'XXX')
            """));
        Assert.Contains("row-level security", refused.MessageText, StringComparison.Ordinal);
    }

    private static async Task<List<string>> Column(Organisation organisation, string sql, int skip = 0)
    {
        await using var source = NpgsqlDataSource.Create(organisation.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        do
        {
            while (await reader.ReadAsync())
            {
                rows.Add(reader.GetString(0));
            }
        }
        while (await reader.NextResultAsync());
        return rows[skip..];
    }
}
