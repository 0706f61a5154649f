using GrantSync.Application.Budgets;
using GrantSync.Application.Grants;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Templates;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Templates;

public sealed class TemplateTests(TestDatabase database)
{
    [Fact]
    public async Task Ten_published_templates_say_what_they_follow_and_have_codes_of_their_own()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var published = await organisation.Expect(new ListPublishedTemplates());

        Assert.Equal(10, published.Count);
        Assert.Equal(10, published.Select(p => p.Key).Distinct().Count());
        Assert.All(published, p =>
        {
            Assert.NotEmpty(p.Source);
            Assert.Equal(p.Categories.Count, p.Categories.Select(c => c.Code).Distinct().Count());
            Assert.All(p.Categories, c => Assert.Equal(c.Details?.Count ?? 0, c.Details?.Select(d => d.Code).Distinct().Count() ?? 0));
            Assert.Equal(p.Key == "custom" ? 0 : 1, p.Categories.Count(c => c.IsIndirect));
        });
        var prag = published.Single(p => p.Key == "eu-prag");
        Assert.Equal((7m, "8"), (prag.IndirectRate!.Value, prag.Categories.Single(c => c.IsIndirect).Code));
        Assert.Empty(published.Single(p => p.Key == "custom").Categories);
    }

    [Fact]
    public async Task Each_published_template_can_be_taken_and_all_but_the_empty_one_start_a_grant()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        foreach (var published in await organisation.Expect(new ListPublishedTemplates()))
        {
            var template = await organisation.Expect(new TakeTemplate(published.Key, published.Name));
            var code = $"{published.Key.Replace("-", "", StringComparison.Ordinal)[..3].ToUpperInvariant()}";
            var started = await organisation.Send(await NewGrant(organisation, template, code));
            if (published.Categories.Count == 0)
            {
                Assert.Contains("no categories yet", started.Refusal!.Sentence, StringComparison.Ordinal);
                continue;
            }

            var budget = await organisation.Expect(new ReadBudget(started.Value));
            Assert.Equal(published.Categories.Select(c => (c.Code, c.Name, c.IsIndirect, c.Details?.Count ?? 0)), budget.Categories.Select(c => (c.Code, c.Name, c.IsIndirect, c.Lines.Count)));
            Assert.Equal(published.IndirectRate, budget.IndirectRate);
        }
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_in_plain_words_at_its_field()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var first = await organisation.Expect(new TakeTemplate("sida", "Sida"));
        var second = await organisation.Expect(new CopyTemplate(first, "Sida for partners"));
        Result<Done> renamed = await organisation.Send(new ChangeTemplate(second, " Sida ", []));
        foreach (var refusal in new[] { (await organisation.Send(new TakeTemplate("sida", "Sida"))).Refusal, (await organisation.Send(new CopyTemplate(first, "Sida"))).Refusal, renamed.Refusal })
        {
            Assert.Equal(new FieldError("Name", "There is a budget template Sida already. Choose another name."), Assert.Single(Assert.IsType<Invalid>(refusal).Fields));
        }

        await organisation.Expect(new ArchiveTemplate(first));
        Assert.Contains("among the archived ones", (await organisation.Send(new CopyTemplate(second, "Sida"))).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Editing_a_template_changes_no_grant_and_the_next_grant_gets_it()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var template = await organisation.Expect(new TakeTemplate("un-hact", "UN"));
        var grant = await organisation.Expect(await NewGrant(organisation, template, "OLD"));
        var before = await organisation.Expect(new ReadBudget(grant));
        var categories = (await organisation.Expect(new ReadTemplate(template))).Template.Categories;
        ChangedCategory Kept(TemplateCategory c) => new(c.Id, c.Code, c.Name);

        await organisation.Expect(new ChangeTemplate(
            template,
            "UN, our way",
            [
                new(null, "0", "Start-up", IsIndirect: true, [new("0.1", "Visas")]),
                Kept(categories[7]) with { IsIndirect = false, Name = "Support" },
                .. categories.Skip(1).Take(6).Select(Kept),
                Kept(categories[0]) with { Remove = true },
            ],
            "6.5"));

        Assert.Equivalent(before, await organisation.Expect(new ReadBudget(grant)));
        var after = await organisation.Expect(new ReadTemplate(template));
        Assert.Equal(["0", "8", "2", "3", "4", "5", "6", "7"], after.Template.Categories.Select(c => c.Code));
        var next = await organisation.Expect(new ReadBudget(await organisation.Expect(await NewGrant(organisation, template, "NEW"))));
        Assert.Equal((6.5m, "Start-up", true), (next.IndirectRate!.Value, next.Categories[0].Name, next.Categories[0].IsIndirect));
        Assert.Equal(("Support", false), (next.Categories[1].Name, next.Categories[1].IsIndirect));
        Assert.Equal("Visas", Assert.Single(next.Categories[0].Lines).Description);
    }

    [Fact]
    public async Task A_category_that_a_grant_uses_is_marked_removed_and_an_unused_one_is_gone()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var template = (await organisation.Expect(new ListTemplates()))[0];
        await organisation.Expect(new ChangeTemplate(template.Id, template.Name, [new(null, "NEW", "Never used", Details: [new("N1", "Row")])]));
        var unused = (await organisation.Expect(new ReadTemplate(template.Id))).Template.Categories.Single(c => c.Code == "NEW").Id;
        var used = template.Categories.Single(c => c.Code == "TRV").Id;

        await organisation.Expect(new ChangeTemplate(template.Id, template.Name, [new(unused, "", "", Remove: true), new(used, "", "", Remove: true)]));

        var stored = await organisation.Query(db => db.TemplateCategories.Where(c => c.TemplateId == template.Id).ToListAsync());
        Assert.DoesNotContain(stored, c => c.Id == unused);
        Assert.NotNull(stored.Single(c => c.Id == used).RemovedAt);
        Assert.DoesNotContain((await organisation.Expect(new ReadTemplate(template.Id))).Template.Categories, c => c.Id == used);
        Assert.Contains((await organisation.Budget()).Categories, c => c.Code == "TRV");

        // the grant can still take it out and put it back: it is in its snapshot
        var inBudget = (await organisation.Budget()).Categories.Single(c => c.Code == "TRV").Id;
        await organisation.Expect(new RemoveCategory(organisation.GrantId, inBudget));
        Assert.Equal(used, Assert.Single((await organisation.Expect(new ReadGrant(organisation.GrantId))).MissingCategories).TemplateCategoryId);
        await organisation.Expect(new AddCategory(organisation.GrantId, used));

        // under its old code the same category comes back, with its account
        await organisation.Expect(new ChangeTemplate(template.Id, template.Name, [new(null, "TRV", "Travel again")]));
        Assert.Equal(used, (await organisation.Expect(new ReadTemplate(template.Id))).Template.Categories.Single(c => c.Code == "TRV").Id);
    }

    [Fact]
    public async Task The_code_of_a_used_category_stays_and_no_two_are_the_same()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var template = (await organisation.Expect(new ListTemplates()))[0];
        var (hr, travel) = (template.Categories[0], template.Categories[1]);
        async Task<string> Refused(params ChangedCategory[] categories)
        {
            var refused = await organisation.Send(new ChangeTemplate(template.Id, template.Name, categories));
            return string.Join(' ', Assert.IsType<Invalid>(refused.Refusal).Fields.Select(f => $"{f.Field}: {f.Sentence}"));
        }

        Assert.StartsWith("Categories[1].Code: Grants use this category", await Refused(new(hr.Id, "HR", "People"), new(travel.Id, "T", "Travel")), StringComparison.Ordinal);
        Assert.StartsWith("Categories[0].Code: Two categories", await Refused(new ChangedCategory(null, "HR", "Staff")), StringComparison.Ordinal);
        Assert.StartsWith("Categories[0].Id: ", await Refused(new ChangedCategory(999_999, "X", "Not ours")), StringComparison.Ordinal);
        Assert.Equal("Human Resources", (await organisation.Expect(new ReadTemplate(template.Id))).Template.Categories[0].Name);
    }

    [Theory]
    [InlineData("-1", "between 0 and 100")]
    [InlineData("101", "between 0 and 100")]
    [InlineData("7,5", "two ways")]
    [InlineData("seven", "not a number")]
    public async Task A_rate_that_is_none_is_refused(string typed, string because)
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var refused = await organisation.Send(new CreateTemplate("New", [new("1", "Staff")], typed));
        var error = Assert.Single(Assert.IsType<Invalid>(refused.Refusal).Fields);
        Assert.Equal("IndirectRate", error.Field);
        Assert.Contains(because, error.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archived_template_is_hidden_and_not_for_new_grants_until_it_is_restored()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var template = (await organisation.Expect(new ListTemplates()))[0].Id;
        await organisation.Expect(new ArchiveTemplate(template));

        Assert.Empty(await organisation.Expect(new ListTemplates()));
        Assert.Equal(template, Assert.Single(await organisation.Expect(new ListTemplates(Show: Which.Archived))).Id);
        var refused = await organisation.Send(await NewGrant(organisation, template, "NEW"));
        Assert.Contains("is archived", Assert.Single(Assert.IsType<Invalid>(refused.Refusal).Fields, f => f.Field == "TemplateId").Sentence, StringComparison.Ordinal);
        Assert.NotEmpty((await organisation.Budget()).Categories);

        await organisation.Expect(new RestoreTemplate(template));
        await organisation.Expect(await NewGrant(organisation, template, "NEW"));
    }

    [Fact]
    public async Task A_copy_has_the_categories_that_are_left_and_goes_its_own_way()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var source = await organisation.Expect(new TakeTemplate("eu-prag", "PRAG"));
        var categories = (await organisation.Expect(new ReadTemplate(source))).Template.Categories;
        await organisation.Expect(new ChangeTemplate(source, "PRAG", [new(categories[5].Id, "", "", Remove: true)]));

        var copy = (await organisation.Expect(new ReadTemplate(await organisation.Expect(new CopyTemplate(source, "PRAG 2"))))).Template;
        Assert.Equal(["1", "2", "3", "4", "5", "8"], copy.Categories.Select(c => c.Code));
        Assert.Equal((7m, true, 6), (copy.IndirectRate!.Value, copy.Categories[^1].IsIndirect, copy.Categories[0].Details.Count));
        Assert.Contains("PRAG", copy.Source, StringComparison.Ordinal);

        await organisation.Expect(new ChangeTemplate(copy.Id, "PRAG 2", [new(copy.Categories[0].Id, "1", "People")], ""));
        var original = (await organisation.Expect(new ReadTemplate(source))).Template;
        Assert.Equal((7m, "Human resources"), (original.IndirectRate!.Value, original.Categories[0].Name));
        Assert.Null((await organisation.Expect(new ReadTemplate(copy.Id))).Template.IndirectRate);
    }

    [Fact]
    public async Task Indirect_costs_above_the_rate_are_seen_in_the_budget()
    {
        await using var organisation = await Organisation.Start(database, connect: false);
        var grant = await organisation.Expect(await NewGrant(organisation, await organisation.Expect(new TakeTemplate("un-hact", "UN")), "NEW"));
        async Task<BudgetView> WithIndirect(string amount)
        {
            var budget = await organisation.Expect(new ReadBudget(grant));
            var indirect = budget.Categories.Single(c => c.IsIndirect);
            await organisation.Expect(new EditBudget(grant,
            [
                new LineEdit { CategoryId = budget.Categories[0].Id, Code = Guid.NewGuid().ToString(), Description = "Staff", Units = "1", UnitValue = "500" },
                new LineEdit { Id = indirect.Lines[0].Id, Code = "8.1", Description = "Support", Units = "1", UnitValue = amount, SeenRevision = indirect.Lines[0].Revision },
            ]));
            return await organisation.Expect(new ReadBudget(grant));
        }

        var within = await WithIndirect("35");
        Assert.Equal((500m, 35m, 7m, false), (within.Direct, within.Indirect, within.IndirectRate!.Value, within.IsIndirectTooHigh));
        var above = await WithIndirect("70.01");
        Assert.Equal((1000m, 70.01m, true), (above.Direct, above.Indirect, above.IsIndirectTooHigh));
        Assert.False((await organisation.Budget()).IsIndirectTooHigh);
    }

    private static async Task<CreateGrant> NewGrant(Organisation organisation, long template, string code)
    {
        var list = (await organisation.Expect(new ListGrants()))[0];
        var (unit, donor) = await organisation.Query(async db => await db.Grants.Where(g => g.Id == list.Id).Select(g => new ValueTuple<long, long>(g.UnitId, g.DonorId)).SingleAsync());
        return new CreateGrant(unit, donor, template, $"Grant {code}", code, "EUR", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
    }
}
