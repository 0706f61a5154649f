using GrantSync.Application.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quartz;

namespace GrantSync.Application.Tests.Storage;

public sealed class DatabaseTroubleTests
{
    [Theory]
    [InlineData("57P01", true)] // an administrator ended the session
    [InlineData("53100", true)] // disk full
    [InlineData("40P01", true)] // deadlock
    [InlineData("25P03", true)] // stood still in a transaction
    [InlineData("23505", false)] // a unique key: nobody but us can have broken it
    [InlineData("42703", false)] // no such column
    public void What_PostgreSQL_refuses_is_trouble_only_when_it_passes_by_itself(string sqlState, bool trouble)
    {
        var said = new PostgresException("said", "ERROR", "ERROR", sqlState);

        Assert.Equal(trouble, DatabaseTrouble.Is(said));
        Assert.Equal(trouble, DatabaseTrouble.Is(new InvalidOperationException("EF", said)));
        Assert.Equal(trouble, DatabaseTrouble.Is(new InvalidOperationException("EF", new DbUpdateException("saving", said))));
        Assert.Equal(trouble, DatabaseTrouble.Is(new JobPersistenceException("Quartz", said)));
    }

    [Fact]
    public void A_connection_that_breaks_is_trouble_and_a_fault_in_a_program_is_not()
    {
        Assert.True(DatabaseTrouble.Is(new NpgsqlException("Exception while reading from stream")));
        Assert.False(DatabaseTrouble.Is(new InvalidOperationException("Sequence contains no elements")));
    }
}
