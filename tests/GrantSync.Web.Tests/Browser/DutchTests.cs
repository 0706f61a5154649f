using GrantSync.Application.Donors;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using GrantSync.Application.Templates;
using GrantSync.Web.Languages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>The pages in Dutch: chosen with the button, with no English left in them, and with Dutch numbers typed and shown.</summary>
public sealed class DutchTests(House house)
{
    /// <summary>Text, labels and hints of the page that are English words of the language file; names and code are the organisation's own.</summary>
    private const string EnglishOnThePage =
        """
        words => {
          const known = new Set(words.whole);
          const made = words.made.map(pattern => new RegExp(pattern, 's'));
          const isEnglish = text => known.has(text) || made.some(pattern => pattern.test(text));
          const found = new Set();
          const ours = node => !node.closest('script, style, pre, code, kbd, [translate=no], [data-act], .code, .log-keys, .template-list, button[lang], td > strong, #plan-0, #plan-1, #plan-2');
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const text = walk.currentNode.textContent.trim().replace(/\s+/g, ' ');
            if (text && ours(walk.currentNode.parentElement) && isEnglish(text)) found.add(text);
          }
          for (const name of ['aria-label', 'placeholder', 'title', 'data-label', 'data-confirm', 'data-confirm-button', 'hx-confirm']) {
            for (const node of document.querySelectorAll(`[${name}]`)) {
              const text = node.getAttribute(name).trim();
              if (text && ours(node) && isEnglish(text)) found.add(`${name}: ${text}`);
            }
          }
          return [...found];
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_is_Dutch_once_Dutch_is_chosen(ColorScheme colours, int width)
    {
        await using var office = await Office.Open(house, lines: 6);
        var water = await office.StartGrant("WSH", "Safe water for pastoralist communities", 3, "KES");
        await office.SyncAndSettle();
        await office.BookkeeperWasFirst("WSH", "Safe water for pastoralist communities");
        await office.BookkeeperChangesThings();
        var log = await office.NewestWrite();
        var template = await office.Expect(new TakeTemplate("eu-prag", "EU PRAG Annex III"));
        await office.Expect(new ArchiveDonor(await office.Expect(new SaveDonor(null, "River Fund", "RIV"))));
        await StatusTests.PastMonth(house, office);
        await StatusTests.BreakDown(office);

        (Role Role, string[] Pages)[] walks =
        [
            (Role.Admin,
            [
                "/grants", "/grants?q=nothing-like-this", "/grants/new", $"/grants/{water}/adopt", $"/grants/{office.GrantId}/adopt", $"/grants/{water}/plan", $"/grants/{water}/edit", $"/grants/{water}/copy",
                $"/grants/{office.GrantId}", $"/grants/{office.GrantId}/actuals", $"/grants/{office.GrantId}/revisions", $"/grants/{office.GrantId}/import", $"/grants/{office.GrantId}/report",
                "/sync", "/drift", "/sync-log", "/sync-log?key=nobody", "/sync-log/errors", "/sync-log/keeping", $"/sync-log/{log}", "/tenants", "/jobs", "/status", "/status/thresholds", "/connection",
                "/units?edit=new", "/donors?edit=new", "/donors?show=all", "/donors?q=nothing-like-this", "/templates?edit=new", "/templates/published", $"/templates/{template}",
                "/users?edit=new", "/api-tokens", "/nowhere",
            ]),
            (Role.Viewer, ["/grants", "/drift", "/units", "/connection"]),
            (Role.Support, ["/tenants", "/sync-log"]),
        ];
        var faults = new List<string>();
        foreach (var (role, pages) in walks)
        {
            var page = await office.SignIn(role, colours, width);
            await ChooseDutch(page, width);
            foreach (var address in pages)
            {
                await page.GotoAsync(address);
                if (!address.EndsWith("/plan", StringComparison.Ordinal))
                {
                    await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "nl");
                    await Expect(page.Locator("h1")).ToBeVisibleAsync();
                    await Expect(page.GetByText("Er wordt in Odoo gekeken…")).ToHaveCountAsync(0);
                    await Expect(page.GetByText("De bedrijven worden aan Odoo gevraagd…")).ToHaveCountAsync(0);
                    faults.AddRange(await EveryPageTests.FaultsOf(page, $"nl {role}{address}", colours, width));
                }

                faults.AddRange((await EnglishOf(page)).Select(english => $"{role}{address}: {english}"));
            }
        }

        // the pages of refusals answer 403 and 404, which the console reports
        faults.AddRange(office.Complaints.Where(c => !c.Contains("status of 40", StringComparison.Ordinal)));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_page_in_English_is_seen_to_be_English()
    {
        await using var office = await Office.Open(house);
        var page = await office.SignIn(Role.Admin);
        await page.GotoAsync("/drift");
        var english = await EnglishOf(page);
        Assert.Contains("Check now", english);
        Assert.Contains("Sync log", english);
    }

    [Fact]
    public async Task Numbers_are_typed_and_shown_with_a_comma_and_days_and_refusals_are_Dutch()
    {
        await using var office = await Office.Open(house);
        await office.Expect(new SaveProject(null, office.GrantId, "Second project", null, null));
        var page = await office.SignIn(Role.GrantManager);
        await ChooseDutch(page, 1280);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Subsidies" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Civic voices" })).ToContainTextAsync("1 jan");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Civic voices" })).ToContainTextAsync("58\u202f985,25 EUR");

        // the parts of two projects: what a comma means is clear, what a point means is not
        await page.GotoAsync($"/grants/{office.GrantId}");
        var parts = page.Locator("[data-share]");
        await parts.First.FillAsync("40.000");
        await page.GetByRole(AriaRole.Button, new() { Name = "De delen opslaan" }).ClickAsync();
        await Expect(page.GetByText("'40.000' kan op twee manieren worden gelezen. Schrijf het zonder scheidingstekens voor duizendtallen en met een decimale komma: 1250,50.")).ToBeVisibleAsync();
        await Expect(parts.First).ToHaveValueAsync("40.000");
        await parts.First.FillAsync("40000,75");
        await Expect(page.Locator("[data-remaining]")).ToHaveTextAsync("18\u202f984,50");
        await page.GetByRole(AriaRole.Button, new() { Name = "De delen opslaan" }).ClickAsync();
        await Expect(page.GetByText("De delen zijn opgeslagen.")).ToBeVisibleAsync();
        var plan = await page.APIRequest.GetAsync($"/grants/{office.GrantId}/plan");
        Assert.Contains("De delen van de projecten komen op 40000,75 EUR, de begroting op 58985,25 EUR. Verdeel eerst het verschil.", await plan.TextAsync(), StringComparison.Ordinal);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Laatste project krijgt de rest" }).ClickAsync();
        await Expect(parts.Last).ToHaveValueAsync("18984,50");
        await page.GetByRole(AriaRole.Button, new() { Name = "De delen opslaan" }).ClickAsync();
        await Expect(page.GetByText("De delen zijn opgeslagen.")).ToBeVisibleAsync();
        await Expect(parts.First).ToHaveValueAsync("40000,75");
        Assert.Equal([40000.75m, 18984.50m], (await office.Budget()).Projects.Select(p => p.Allocated));

        // a rate of a template
        await page.GotoAsync($"/templates/{await office.Expect(new TakeTemplate("eu-prag", "EU PRAG Annex III"))}");
        await page.GetByLabel("Indirecte kosten, procent").FillAsync("6,5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Het sjabloon opslaan" }).Last.ClickAsync();
        await Expect(page.GetByText("Het sjabloon EU PRAG Annex III is opgeslagen.")).ToBeVisibleAsync();
        await Expect(page.GetByText("6,5 % indirect")).ToBeVisibleAsync();
        Assert.Contains(6.5m, (await office.Expect(new ListTemplates())).Select(t => t.IndirectRate));

        // what the Application refuses, at its field and above the form
        await page.GotoAsync($"/grants/{office.GrantId}/edit");
        await page.GetByLabel("Eindigt op").FillAsync("2025-01-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Opslaan" }).ClickAsync();
        await Expect(page.GetByText("De subsidie eindigt voordat zij begint.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Eindigt op")).ToContainClassAsync("form-control is-invalid");
        await Camera.Take(page, "nl refused");
        office.NobodyComplained();
    }

    /// <summary>The server's own sign is a point: 1.250 must not become 1,25 by it.</summary>
    [Fact]
    public async Task A_number_that_can_be_read_in_two_ways_is_refused_in_Dutch()
    {
        await using var office = await Office.Open(house, connect: false);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        await ChooseDutch(desk.Page, 1280);
        await desk.GoTo(office.GrantId);
        await desk.Type("1.1", "unitValue", "1.250");
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("1.250");
        await Expect(desk.Page.GetByText("'1.250' kan op twee manieren")).ToBeVisibleAsync();
        await desk.Type("1.1", "unitValue", "1.250,50");
        await Expect(desk.Cell("1.1", "unitValue")).ToHaveTextAsync("1\u202f250,50");
    }

    [Fact]
    public async Task Dutch_can_be_chosen_before_one_signs_in_and_English_again()
    {
        await using var browser = await house.Chromium.NewContextAsync(new() { BaseURL = house.Address, Locale = "en-GB" });
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Nederlands" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Aanmelden" })).ToBeVisibleAsync();
        Assert.Empty(await EveryPageTests.FaultsOf(page, "nl sign-in", ColorScheme.Light, 1280));
        await page.GetByLabel("E-mailadres").FillAsync("nobody@example.org");
        await page.GetByLabel("Wachtwoord").FillAsync("nothing like it");
        await page.GetByRole(AriaRole.Button, new() { Name = "Aanmelden" }).ClickAsync();
        await Expect(page.GetByText("Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer beide, of vraag het uw beheerder.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_browser_that_asks_for_Dutch_gets_Dutch()
    {
        await using var browser = await house.Chromium.NewContextAsync(new() { BaseURL = house.Address, Locale = "nl-NL" });
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Aanmelden" })).ToBeVisibleAsync();
    }

    private static async Task ChooseDutch(IPage page, int width)
    {
        if (width < 992)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Nederlands" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "nl");
    }

    private static async Task<IReadOnlyList<string>> EnglishOf(IPage page)
    {
        var differing = Language.File("nl")!.Words.Where(w => w.Key != w.Value).Select(w => w.Key).ToLookup(w => w.Contains("{0}", StringComparison.Ordinal));
        return await page.EvaluateAsync<string[]>(EnglishOnThePage, new
        {
            whole = differing[false].ToArray(),
            made = differing[true].Where(w => w.Count(char.IsLetter) > 12)
                .Select(w => "^" + string.Join(".+", w.Split(["{0}", "{1}", "{2}", "{3}"], StringSplitOptions.None).Select(JavaScriptEscaped)) + "$").ToArray(),
        });

        static string JavaScriptEscaped(string words) => string.Concat(words.Select(c => @"\^$.|?*+()[]{}/".Contains(c, StringComparison.Ordinal) ? $@"\{c}" : $"{c}"));
    }
}
