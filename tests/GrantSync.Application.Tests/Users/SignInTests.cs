using GrantSync.Application.Pipeline;
using GrantSync.Application.Users;

namespace GrantSync.Application.Tests.Users;

public sealed class SignInTests(TestDatabase database)
{
    private const string Password = "a long enough password";

    [Fact]
    public async Task The_right_password_signs_in_whatever_the_case_of_the_address()
    {
        await using var organisation = await WithUser("kim@example.org");
        var signedIn = await organisation.Expect(new SignIn(" Kim@Example.org ", Password));
        Assert.Equal((Role.GrantManager, organisation.Tenant), (signedIn.Role, signedIn.Tenant));
    }

    [Fact]
    public async Task Five_failures_lock_the_account_for_a_minute()
    {
        await using var organisation = await WithUser("kim@example.org");
        for (var n = 0; n < 5; n++)
        {
            Assert.IsType<WrongSignIn>((await organisation.Send(new SignIn("kim@example.org", "wrong"))).Refusal);
        }

        Assert.IsType<LockedOut>((await organisation.Send(new SignIn("kim@example.org", Password))).Refusal);
        organisation.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null((await organisation.Send(new SignIn("kim@example.org", Password))).Refusal);
    }

    [Fact]
    public async Task An_unknown_address_is_told_the_same_as_a_wrong_password()
    {
        await using var organisation = await WithUser("kim@example.org");
        Assert.Equal(
            (await organisation.Send(new SignIn("kim@example.org", "x"))).Refusal!.Sentence,
            (await organisation.Send(new SignIn("nobody@example.org", "x"))).Refusal!.Sentence);
    }

    [Fact]
    public async Task A_revoked_token_and_a_deactivated_user_are_out_at_once()
    {
        await using var organisation = await WithUser("kim@example.org");
        var token = await organisation.Expect(new CreateApiToken("script"));
        Assert.Equal(organisation.UserId, (await organisation.Expect(new FindTokenBearer(token))).UserId);
        var item = Assert.Single(await organisation.Expect(new ListApiTokens()));
        await organisation.Expect(new RevokeApiToken(item.Id));
        Assert.IsType<UnknownToken>((await organisation.Send(new FindTokenBearer(token))).Refusal);

        var kim = (await organisation.Expect(new ListUsers())).Single(u => u.Email == "kim@example.org");
        await organisation.Expect(new DeactivateUser(kim.Id));
        Assert.IsType<WrongSignIn>((await organisation.Send(new SignIn("kim@example.org", Password))).Refusal);
        Assert.IsType<SignedOut>((await organisation.Send(new CheckCaller(kim.Id))).Refusal);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Support)]
    public async Task Who_may_only_look_cannot_edit_a_budget(Role role)
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        Assert.IsType<Forbidden>((await organisation.Send(new GrantSync.Application.Budgets.EditBudget(organisation.GrantId, []), role)).Refusal);
    }

    private async Task<Organisation> WithUser(string email)
    {
        var organisation = await Organisation.Start(database, connect: false);
        await organisation.Expect(new CreateUser("Kim", email, Role.GrantManager, Password));
        return organisation;
    }
}
