using GrantSync.Application.Donors;
using GrantSync.Application.Grants;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using GrantSync.Application.Units;

namespace GrantSync.Application.Tests.Lists;

public sealed class ListTests(TestDatabase database)
{
    [Fact]
    public async Task Grants_are_narrowed_by_donor_unit_template_and_state_and_sorted_both_ways()
    {
        await using var organisation = await Organisation.Start(database);
        await organisation.Sync();
        var kenya = await organisation.Expect(new SaveUnit(null, "Kenya", "KEN", 1, null));
        var sida = await organisation.Expect(new SaveDonor(null, "Sida", "SID"));
        var template = await organisation.Expect(new TakeTemplate("sida", "Sida"));
        var water = await organisation.Expect(new CreateGrant(kenya, sida, template, "Água for all", "WSH", "SEK", new DateOnly(2025, 1, 1), new DateOnly(2030, 1, 1)));
        await organisation.CreateGrant("ZZZ", 1);
        var closed = (await organisation.Expect(new ListGrants("zzz"))).Single().Id;
        await organisation.Expect(new CloseGrant(closed));
        async Task<string> Codes(ListGrants list) => string.Join(' ', (await organisation.Expect(list)).Select(g => g.AnalyticCode[^3..]));

        Assert.Equal("CVP ZZZ WSH", await Codes(new ListGrants()));
        Assert.Equal("WSH", await Codes(new ListGrants { Donor = sida }));
        Assert.Equal("WSH", await Codes(new ListGrants { Unit = kenya }));
        Assert.Equal("WSH", await Codes(new ListGrants { Template = template }));
        Assert.Equal("", await Codes(new ListGrants("civic") { Unit = kenya }));
        Assert.Equal("CVP WSH", await Codes(new ListGrants { State = GrantState.Open }));
        Assert.Equal("ZZZ", await Codes(new ListGrants { State = GrantState.Closed }));
        Assert.Equal("WSH", await Codes(new ListGrants { State = GrantState.NotSynced }));
        Assert.Equal("CVP ZZZ WSH", await Codes(new ListGrants { Sort = "unit" }));
        Assert.Equal("WSH CVP ZZZ", await Codes(new ListGrants { Sort = "-donor" }));
        Assert.Equal("CVP ZZZ WSH", await Codes(new ListGrants { Sort = "-budget" }));
        Assert.Equal("WSH CVP ZZZ", await Codes(new ListGrants { Sort = "starts" }));
        Assert.Equal("WSH CVP ZZZ", await Codes(new ListGrants { Sort = "-ends" }));
        Assert.Equal("WSH ZZZ CVP", await Codes(new ListGrants { Sort = "-code" }));
        Assert.Equal("CVP ZZZ", (await Codes(new ListGrants("civic") { Sort = "title" })));
        Assert.Contains("can be sorted by title", (await organisation.Send(new ListGrants { Sort = "colour" })).Refusal!.Sentence, StringComparison.Ordinal);
        Assert.NotEqual(water, closed);
    }

    [Fact]
    public async Task Archived_donors_and_units_are_hidden_unless_asked_for_and_not_for_new_grants()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var donor = await organisation.Expect(new SaveDonor(null, "Sida 100 %", "SID"));
        var unit = await organisation.Expect(new SaveUnit(null, "Kenya_Coast", "KEN", 1, "Kenya Ltd"));
        await organisation.Expect(new ArchiveDonor(donor));
        await organisation.Expect(new ArchiveUnit(unit));

        Assert.Equal(["EUX"], (await organisation.Expect(new ListDonors())).Select(d => d.Code));
        Assert.Equal(["SID"], (await organisation.Expect(new ListDonors(Show: Which.Archived))).Select(d => d.Code));
        Assert.Equal(["SID", "EUX"], (await organisation.Expect(new ListDonors(Show: Which.All, Sort: "-code"))).Select(d => d.Code));
        Assert.Equal(["SID"], (await organisation.Expect(new ListDonors("100 %", Which.All))).Select(d => d.Code));
        Assert.Equal(["ETH"], (await organisation.Expect(new ListUnits())).Select(u => u.CountryCode));
        Assert.Equal(["KEN"], (await organisation.Expect(new ListUnits("a_c", Which.All))).Select(u => u.CountryCode));
        Assert.Equal(["KEN", "ETH"], (await organisation.Expect(new ListUnits(Show: Which.All, Sort: "-country"))).Select(u => u.CountryCode));

        var template = (await organisation.Expect(new ListTemplates()))[0].Id;
        CreateGrant Grant(long unitId, long donorId) => new(unitId, donorId, template, "T", "NEW", "EUR", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        var (ownUnit, ownDonor) = ((await organisation.Expect(new ListUnits()))[0].Id, (await organisation.Expect(new ListDonors()))[0].Id);
        Assert.Equal("UnitId", Assert.Single(Assert.IsType<Invalid>((await organisation.Send(Grant(unit, ownDonor))).Refusal).Fields).Field);
        Assert.Equal("DonorId", Assert.Single(Assert.IsType<Invalid>((await organisation.Send(Grant(ownUnit, donor))).Refusal).Fields).Field);

        await organisation.Expect(new RestoreDonor(donor));
        await organisation.Expect(new RestoreUnit(unit));
        await organisation.Expect(Grant(unit, donor));
    }

    [Fact]
    public async Task A_donor_or_unit_with_open_grants_is_not_archived_and_the_refusal_names_them()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var (unit, donor) = ((await organisation.Expect(new ListUnits()))[0].Id, (await organisation.Expect(new ListDonors()))[0].Id);

        Assert.Equal(
            "The donor European Union has an open grant: ETH-EUX-CVP. Close or remove it first.",
            Assert.IsType<Conflict>((await organisation.Send(new ArchiveDonor(donor))).Refusal).Sentence);
        foreach (var code in new[] { "AAA", "BBB", "CCC" })
        {
            await organisation.CreateGrant(code, 1);
        }

        Assert.Equal(
            "The unit Ethiopia has 4 open grants: ETH-EUX-AAA, ETH-EUX-BBB, ETH-EUX-CCC and 1 more. Close or remove them first.",
            Assert.IsType<Conflict>((await organisation.Send(new ArchiveUnit(unit))).Refusal).Sentence);
        foreach (var grant in await organisation.Expect(new ListGrants()))
        {
            await organisation.Expect(new CloseGrant(grant.Id));
        }

        await organisation.Expect(new ArchiveUnit(unit));
        await organisation.Expect(new ArchiveDonor(donor));
        Assert.IsType<Forbidden>((await organisation.Send(new RestoreDonor(donor), Role.Viewer)).Refusal);
    }
}
