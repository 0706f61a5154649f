using GrantSync.Application.Pipeline;
using GrantSync.Application.SyncLog;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.SyncLog;

public sealed class RetentionTests(TestDatabase database)
{
    [Fact]
    public async Task Old_months_are_dropped_when_the_last_who_share_them_let_go_and_the_seals_hold()
    {
        await using var mine = await Organisation.Start(database);
        await using var other = await Organisation.StartBeside(mine);
        Assert.Null((await other.Connect()).Refusal);
        await mine.Run<DropOldLog>();
        var began = mine.Clock.GetUtcNow();
        var calls = (await mine.Log()).Count;

        // this month is shared, the next ones are not: mine is kept for a shorter time
        Assert.False((await mine.Send(new SetLogRetention(12, 1))).IsRefused);
        await NextMonth();
        await mine.Connect();
        await other.Connect();
        var (both, mineNow) = ((await mine.Log()).Count, await Bodies(mine));
        Assert.True(both > calls);

        // the bodies of the first month are the other's too, who keeps them for a year
        mine.Clock.Advance(TimeSpan.FromDays(70));
        Assert.Contains("sync_log_bodies", await mine.Run<DropOldLog>(), StringComparison.Ordinal);
        Assert.Equal((both, calls), ((await mine.Log()).Count, await Bodies(mine)));
        Assert.Equal((await other.Log()).Count, await Bodies(other));
        await Whole(mine, other);

        mine.Clock.Advance(began.AddMonths(14) - mine.Clock.GetUtcNow());
        await mine.Run<DropOldLog>();
        Assert.Equal((calls, 0), ((await mine.Log()).Count, await Bodies(mine)));
        await Whole(mine, other);

        mine.Clock.Advance(began.AddMonths(86) - mine.Clock.GetUtcNow());
        await mine.Run<DropOldLog>();
        Assert.Equal((0, 0), ((await mine.Log()).Count, (await other.Log()).Count));
        await Whole(mine, other);
        Assert.Equal("Nothing was old enough to be dropped", await mine.Run<DropOldLog>());

        // new calls go on behind the gap, and a drop that nobody can have made is no excuse for missing rows
        await mine.Connect();
        await Whole(mine, other);
        var view = await mine.Expect(new ReadLogKeeping());
        Assert.Equal((12, 1, false), (view.RowsMonths, view.BodiesMonths, view.IsUsual));
        Assert.Equal(both, view.Drops.Where(d => d.What == LogDrop.Rows).Sum(d => d.Rows));

        async Task NextMonth()
        {
            mine.Clock.Advance(TimeSpan.FromDays(33));
            await mine.Run<DropOldLog>();
        }
    }

    [Theory]
    [InlineData(11, 1)]
    [InlineData(84, 0)]
    [InlineData(24, 36)]
    [InlineData(241, 36)]
    public async Task A_time_that_makes_no_sense_is_refused(int rows, int bodies)
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        Assert.IsType<Invalid>((await organisation.Send(new SetLogRetention(rows, bodies))).Refusal);
        Assert.IsType<Forbidden>((await organisation.Send(new SetLogRetention(24, 12), Role.GrantManager)).Refusal);
        Assert.True((await organisation.Expect(new ReadLogKeeping())).IsUsual);
    }

    private static Task<int> Bodies(Organisation organisation) => organisation.Query(db => db.SyncLogBodies.CountAsync());

    private static async Task Whole(params Organisation[] organisations)
    {
        foreach (var organisation in organisations)
        {
            Assert.Null(Assert.Single(await organisation.Expect(new VerifyLog(null, []))).Fault);
        }
    }
}
