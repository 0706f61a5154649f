using GrantSync.Application.Health;

namespace GrantSync.Application.Tests.Health;

public sealed class PillRuleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly HealthLimits Limits = new();

    [Theory]
    [InlineData("", Pill.Grey)]
    [InlineData("g", Pill.Green)]
    [InlineData("gb", Pill.Amber)]
    [InlineData("gbg", Pill.Amber)]
    [InlineData("gbgg", Pill.Green)]
    [InlineData("gbb", Pill.Amber)]
    [InlineData("gbbb", Pill.Red)]
    [InlineData("gbbbg", Pill.Red)]
    [InlineData("gbbbgg", Pill.Green)]
    [InlineData("gbbbgbg", Pill.Red)]
    [InlineData("gp", Pill.Amber)]
    [InlineData("gpg", Pill.Amber)]
    [InlineData("gpgg", Pill.Green)]
    [InlineData("gbbbp", Pill.Red)]
    [InlineData("gbbbpp", Pill.Amber)]
    [InlineData("gbgbgbgbgb", Pill.Amber)]
    [InlineData("gbbbgbgbgbg", Pill.Red)]
    [InlineData("gb-bb", Pill.Amber)]
    [InlineData("gb-bbb", Pill.Red)]
    [InlineData("gbbb-g", Pill.Red)]
    [InlineData("gbbb-gg", Pill.Green)]
    [InlineData("g-g", Pill.Green)]
    public void The_pill_follows_the_pings(string pings, Pill pill) => Assert.Equal(pill, Judge(pings, TimeSpan.Zero).Pill);

    [Fact]
    public void Red_began_with_the_first_bad_ping()
    {
        Assert.Equal(Start.AddMinutes(10), Judge("ggbbbb", TimeSpan.Zero).Since);
        Assert.Equal(Start.AddMinutes(10), Judge("ggbbbgbgbbbb", TimeSpan.Zero).Since);
        Assert.Equal(Start.AddMinutes(25), Judge("gbbg-bbb", TimeSpan.Zero).Since);
    }

    [Fact]
    public void Green_began_with_the_measurement_that_made_it_green() => Assert.Equal(Start.AddMinutes(25), Judge("gbbbgggggg", TimeSpan.Zero).Since);

    [Fact]
    public void Six_minutes_without_a_measurement_are_grey()
    {
        Assert.Equal(Pill.Green, Judge("gg", TimeSpan.FromMinutes(6)).Pill);
        Assert.Equal(Pill.Grey, Judge("gg", TimeSpan.FromMinutes(6) + TimeSpan.FromTicks(1)).Pill);
        Assert.Equal(Pill.Grey, Judge("gbbb", TimeSpan.FromMinutes(7)).Pill);
    }

    [Fact]
    public void What_is_wrong_is_said_until_it_is_green()
    {
        Assert.Equal("refused", Judge("gbbb", TimeSpan.Zero).Problem);
        Assert.Equal("refused", Judge("gbbbg", TimeSpan.Zero).Problem);
        Assert.Null(Judge("gbbbgg", TimeSpan.Zero).Problem);
    }

    private static PillNow Judge(string pings, TimeSpan later)
    {
        // a dash is a ping that was not measured: a gap of ten minutes
        var measured = pings.Select((c, n) => (c, n)).Where(p => p.c != '-').Select(p => new Ping
        {
            TenantId = "t",
            At = Start.AddMinutes(5 * p.n),
            Verdict = p.c switch { 'g' => PingVerdict.Good, 'p' => PingVerdict.Poor, _ => PingVerdict.Bad },
            Cause = p.c switch { 'g' => null, 'p' => HealthCause.Slow, _ => HealthCause.Unreachable },
            Problem = p.c switch { 'g' => null, 'p' => "slow", _ => "refused" },
        }).ToList();
        return PillRule.Judge(measured, (measured.LastOrDefault()?.At ?? Start) + later, Limits);
    }
}
