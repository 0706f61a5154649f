using System.Globalization;
using GrantSync.Application.Actuals;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Projects;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>The pictures of the actuals show what the tables do, in every light and on paper.</summary>
public sealed class PicturesTests(House house)
{
    private const string BurnDown = "figure[aria-labelledby=burn-down]";
    private const string Categories = "figure[aria-labelledby=by-category-picture]";
    private const string Months = "figure[aria-labelledby=by-month-picture]";

    [Fact]
    public async Task Bars_and_lines_are_the_figures_of_the_tables()
    {
        await using var office = await Furnish();
        var page = await office.SignIn(Role.Viewer);
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await Expect(page.Locator(".picture-drawing svg")).ToHaveCountAsync(3);
        var view = await office.Expect(new ReadActuals(office.GrantId));

        // by category: a bar for the budget, one for actual, one for committed; their lengths are as their amounts
        var labels = await Texts(page, Categories);
        foreach (var category in view.Categories)
        {
            Assert.Contains($"{category.Code} {category.Name}", labels);
            Assert.Contains(Amount(category.Figures.Budget), labels);
            Assert.Contains(Amount(category.Figures.Actual + category.Figures.Committed!.Value), labels);
        }

        await BarsAre(page, Categories, "--picture-budget", "width", [.. view.Categories.Select(c => c.Figures.Budget)]);
        await BarsAre(page, Categories, "--picture-actual", "width", [.. view.Categories.Select(c => c.Figures.Actual), view.Elsewhere!.Actual]);
        await BarsAre(page, Categories, "--picture-committed", "width", [.. view.Categories.Select(c => c.Figures.Committed!.Value)]);

        // by month
        labels = await Texts(page, Months);
        Assert.All(view.Months, month => Assert.Contains(Amount(month.Actual + month.Committed!.Value), labels));
        await BarsAre(page, Months, "--picture-actual", "height", [.. view.Months.Select(m => m.Actual)]);
        await BarsAre(page, Months, "--picture-committed", "height", [.. view.Months.Select(m => m.Committed!.Value)]);

        // what remains is where the table says that it ends
        labels = await Texts(page, BurnDown);
        Assert.Contains(Amount(view.Total.Remaining!.Value), labels);
        Assert.Contains("Today", labels);
        var image = page.Locator(BurnDown).GetByRole(AriaRole.Img);
        await Expect(image).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex(
            $"^What remains of the budget\\. {Amount(view.Total.Remaining.Value)} of {Amount(view.Total.Budget)} EUR remain\\.".Replace("\u202f", "\\s", StringComparison.Ordinal)));
        await Expect(page.Locator(Categories).GetByRole(AriaRole.Img)).ToHaveAccessibleNameAsync("Budget and actual by category. Over their budget: Indirect costs.");
        await Expect(page.Locator(Months).Locator("figcaption")).ToContainTextAsync("Most was spent in Apr 2026: 16\u202f450.50 EUR.");

        // narrowed, the pictures are of the same part as the tables
        await page.GetByLabel("From month").SelectOptionAsync("2026-02");
        await Expect(page.GetByText("This picture is of the grant’s whole time.")).ToBeVisibleAsync();
        await Expect(page.Locator(".picture-drawing svg")).ToHaveCountAsync(2);
        await page.GetByLabel("To month").SelectOptionAsync("2026-02");
        await Expect(page.Locator(Months).Locator("figcaption")).ToContainTextAsync("Most was spent in Feb 2026: 3\u202f415.75 EUR.");
        await BarsAre(page, Months, "--picture-actual", "height", [2525.75m]);
        office.NobodyComplained();
    }

    [Fact]
    public async Task They_follow_the_theme_the_window_and_the_printer()
    {
        await using var office = await Furnish();
        var page = await office.SignIn(Role.Viewer, ColorScheme.Dark);
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await Expect(page.Locator(".picture-drawing svg")).ToHaveCountAsync(3);
        await Expect(page.Locator($"{Months} svg path[fill='#4fb8ab' i]").First).ToBeVisibleAsync();
        await Camera.Take(page, "pictures dark", whole: true);
        Assert.Empty(await EveryPageTests.FaultsOf(page, "pictures dark", ColorScheme.Dark, 1280));

        // the button: system, light
        await page.GetByRole(AriaRole.Button, new() { Name = "Theme" }).ClickAsync();
        await Expect(page.Locator($"{Months} svg path[fill='#17635f' i]").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Theme" }).ClickAsync();
        await Expect(page.Locator($"{Months} svg path[fill='#4fb8ab' i]").First).ToBeVisibleAsync();

        // on paper it is light, without what is pressed
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator($"{Months} svg path[fill='#17635f' i]").First).ToBeVisibleAsync();
        await Expect(page.Locator(".navbar-vertical")).ToBeHiddenAsync();
        await Expect(page.Locator("#project")).ToBeHiddenAsync();
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await Camera.Take(page, "pictures print", whole: true);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await Expect(page.Locator($"{Months} svg path[fill='#4fb8ab' i]").First).ToBeVisibleAsync();

        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator($"{Months} svg")).ToHaveJSPropertyAsync("clientWidth", await page.Locator($"{Months} .picture-drawing").EvaluateAsync<int>("e => e.clientWidth"));
        Assert.Empty(await EveryPageTests.FaultsOf(page, "pictures narrow", ColorScheme.Dark, 390));
        office.NobodyComplained();
    }

    [Fact]
    public async Task In_Dutch_the_pictures_speak_Dutch()
    {
        await using var office = await Furnish();
        var partner = await office.Expect(new SaveProject(null, office.GrantId, "Wajir Youth", null, null, NotInOdoo: true));
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await page.GetByRole(AriaRole.Button, new() { Name = "Nederlands" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Realisatie", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(".picture-drawing svg")).ToHaveCountAsync(3);
        await Expect(page.Locator($"{BurnDown} figcaption")).ToContainTextAsync("Van 58\u202f985,25 EUR resteert 28\u202f317,00.");
        var labels = await Texts(page, BurnDown);
        Assert.Contains("Vandaag", labels);
        Assert.Contains("28\u202f317,00", labels);
        await Camera.Take(page, "pictures dutch", whole: true);
        await page.GotoAsync($"/grants/{office.GrantId}/manual-actuals?edit=new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invoeren", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Geef aan wanneer het is uitgegeven.")).ToBeVisibleAsync();
        await Camera.Take(page, "manual dutch", whole: true);
        office.NobodyComplained();
        Assert.NotEqual(0, partner);
    }

    [Fact]
    public async Task Where_there_is_nothing_to_draw_words_say_why()
    {
        await using var office = await Office.Open(house, lines: 0, connect: false);
        var partner = await office.Expect(new SaveProject(null, office.GrantId, "Wajir Youth", null, null, NotInOdoo: true));
        var category = (await office.Budget()).Categories[0];
        var entry = await office.Expect(new SaveManualActual(null, office.GrantId, partner, category.Id, null, new DateOnly(2026, 2, 1), "Fuel", null, null, "5"));
        var page = await office.SignIn(Role.Viewer);
        await page.GotoAsync($"/grants/{office.GrantId}/actuals");
        await Expect(page.GetByText("There is no budget here from which anything could be spent.")).ToBeVisibleAsync();
        await Expect(page.Locator(".picture-drawing svg")).ToHaveCountAsync(2);
        await page.GotoAsync($"/grants/{office.GrantId}/actuals?from=2027-01");
        await Expect(page.GetByText("Nothing was spent in this time.")).ToBeVisibleAsync();
        await Camera.Take(page, "pictures empty", whole: true);
        office.NobodyComplained();
        Assert.NotEqual(0, entry);
    }

    private async Task<Office> Furnish()
    {
        var office = await Office.Open(house);
        await office.SyncAndSettle();
        await office.BookkeeperPostsBills();
        await office.Expect(new RefreshActuals());
        return office;
    }

    private static Task<string[]> Texts(IPage page, string figure) => page.Locator(figure).EvaluateAsync<string[]>("f => [...f.querySelectorAll('svg text')].map(t => t.textContent)");

    /// <summary>The bars of one colour have sides in the proportion of these amounts; a bar of nothing has none.</summary>
    private static async Task BarsAre(IPage page, string figure, string colour, string side, IReadOnlyList<decimal> amounts)
    {
        const string measure =
            """
            (f, [name, side]) => {
              const colour = getComputedStyle(document.documentElement).getPropertyValue(name).trim().toLowerCase();
              return [...f.querySelectorAll('svg path')].filter(p => (p.getAttribute('fill') ?? '').toLowerCase() === colour).map(p => p.getBBox()[side]).filter(length => length > 0.05);
            }
            """;
        var scale = await page.Locator(figure).EvaluateAsync<double[]>(measure, new[] { colour, side });
        var drawn = amounts.Where(a => a != 0).Select(a => (double)a).ToList();
        Assert.Equal(drawn.Count, scale.Length);
        var unit = scale.Max() / drawn.Max();
        Assert.All(drawn.Zip(scale), pair => Assert.InRange(pair.Second, (pair.First * unit) - 1.01, (pair.First * unit) + 1.01));
    }

    private static string Amount(decimal amount) => amount.ToString("N2", new NumberFormatInfo { NumberGroupSeparator = "\u202f" });
}
