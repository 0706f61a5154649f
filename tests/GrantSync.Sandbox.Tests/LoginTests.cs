namespace GrantSync.Sandbox.Tests;

public sealed class LoginTests : SandboxTest
{
    private readonly SetClock clock = new();

    protected override SandboxOptions Options => new() { Clock = clock };

    [Fact]
    public async Task Five_wrong_passwords_close_the_door_for_a_minute_to_the_right_one_too()
    {
        for (var attempt = 0; attempt < 5; attempt++) { Assert.Equal(false, await Odoo.Authenticate("sync@example.org", "wrong")); }

        Assert.Equal(false, await Odoo.Authenticate("sync@example.org", "sync-key"));

        clock.Now += TimeSpan.FromSeconds(61);
        Assert.Equal(3, await Odoo.Authenticate("sync@example.org", "sync-key"));
    }

    [Fact]
    public async Task A_key_that_was_good_a_moment_ago_works_on_through_the_cool_down()
    {
        await Odoo.Call("res.users", "context_get");
        for (var attempt = 0; attempt < 5; attempt++) { await Odoo.Authenticate("sync@example.org", "wrong"); }

        await Odoo.Call("res.users", "context_get");
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
