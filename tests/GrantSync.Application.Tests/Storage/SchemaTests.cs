using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GrantSync.Application.Tests.Storage;

public sealed class SchemaTests(TestDatabase database)
{
    [Fact]
    public async Task The_migrated_schema_is_the_model()
    {
        var options = new DbContextOptionsBuilder<GrantSyncDb>().UseNpgsql(database.ConnectionString).Options;
        await using var db = new GrantSyncDb(options, new Caller());
        var model = db.Model.GetEntityTypes()
            .SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()} {Base(p.GetColumnType())} {(p.IsNullable ? "null" : "not null")}"))
            .Order(StringComparer.Ordinal).ToList();

        var schema = new List<string>();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(
            """
            select table_name || '.' || column_name,
                case when data_type = 'ARRAY' then substr(udt_name, 2) || '[]' else data_type end, is_nullable = 'YES'
            from information_schema.columns
            where table_schema = 'public' and table_name <> 'schema_migrations' and table_name !~ '^sync_log.*_(rest|[0-9]{4}_[0-9]{2}(_others|_of_[a-z0-9_]+)?)$'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            schema.Add($"{reader.GetString(0)} {Base(reader.GetString(1))} {(reader.GetBoolean(2) ? "null" : "not null")}");
        }

        schema.Sort(StringComparer.Ordinal);
        Assert.Equal(model, schema);
    }

    [Fact]
    public async Task Migrating_again_does_nothing()
    {
        Assert.Empty(await Migrator.Migrate(database.ConnectionString, CancellationToken.None));
        Assert.Empty(await Migrator.Missing(database.ConnectionString, CancellationToken.None));
    }

    private static string Base(string type)
    {
        var name = type.Split('(')[0] + (type.EndsWith(")[]", StringComparison.Ordinal) ? "[]" : "");
        return name.Replace("timestamp with time zone", "timestamptz", StringComparison.Ordinal).Replace("int8[]", "bigint[]", StringComparison.Ordinal);
    }
}
