using System.Text;
using GrantSync.Application.Actuals;
using GrantSync.Application.Budgets;
using GrantSync.Application.Exchange;
using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

public sealed class ExchangeTests(House house)
{
    [Fact]
    public async Task A_budget_is_exported_changed_previewed_and_taken_over()
    {
        await using var office = await Office.Open(house, lines: 6);
        var page = await office.SignIn(Role.GrantManager);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Export and import" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Import", Exact = true })).ToBeVisibleAsync();
        await Camera.Take(page, "import");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.Equal("ETH-EUX-CVP budget.csv", download.SuggestedFilename);
        var csv = await System.IO.File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains("1,Human resources,1.1,Project manager,month,2450.5,12,29406", csv, StringComparison.Ordinal);

        // what is no budget is told on the spot, and the form is still there
        await page.GetByLabel("File").SetInputFilesAsync(File("photo.png", [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3]));
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at the file" }).ClickAsync();
        await Expect(page.GetByText("This is neither a CSV nor an XLSX file.")).ToBeVisibleAsync();
        await page.GetByLabel("File").SetInputFilesAsync(File("large.csv", new byte[FileLimits.Bytes + 1]));
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at the file" }).ClickAsync();
        await Expect(page.GetByText("This file is too large.")).ToBeVisibleAsync();

        var changed = csv.Replace("2450.5,12", "2600,10", StringComparison.Ordinal).Replace("4944", "1", StringComparison.Ordinal)
            .Replace("4,Indirect costs,4.1", "2,Travel,2.9", StringComparison.Ordinal).Replace("Laptops,piece,980,", "Laptops,piece,\"1,250\",", StringComparison.Ordinal)
            + "9,Nothing,9.9,Nowhere,x,1,1,1\r\n";
        await page.GetByLabel("File").SetInputFilesAsync(File("budget.csv", Encoding.UTF8.GetBytes(changed)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at the file" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What this file would change" })).ToBeVisibleAsync();
        await Expect(page.GetByText("The budget has no category with the code 9.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Lines that the file does not have")).ToBeVisibleAsync();
        Assert.Empty(await EveryPageTests.FaultsOf(page, "import preview", ColorScheme.Light, 1280));
        await office.ChangeALine(unitValue: "2700");
        await page.GetByLabel("Remove 4 4.1").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take over" }).ClickAsync();
        await Expect(page.GetByText("Lines added: 1, changed: 3, removed: 1.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Somebody changed it after the preview.")).ToBeVisibleAsync();
        await Camera.Take(page, "import taken over", whole: true);

        var lines = (await office.Budget()).Categories.SelectMany(c => c.Lines).ToDictionary(l => l.Code);
        Assert.Equal((2700m, 10m), (lines["1.1"].UnitValue, lines["1.1"].Units));
        Assert.Equal(1250m, lines["3.1"].UnitValue);
        Assert.False(lines.ContainsKey("4.1"));
        Assert.True(lines.ContainsKey("2.9"));
        office.NobodyComplained();
    }

    [Fact]
    public async Task Numbers_that_can_be_read_in_two_ways_wait_for_a_choice_and_a_file_can_be_dropped()
    {
        await using var office = await Office.Open(house, lines: 4);
        foreach (var (colours, width) in new[] { (ColorScheme.Dark, 1280), (ColorScheme.Light, 390) })
        {
            var page = await office.SignIn(Role.GrantManager, colours, width);
            await page.GotoAsync($"/grants/{office.GrantId}/import");
            await page.GetByLabel("File").SetInputFilesAsync(File("begroting.csv", Encoding.UTF8.GetBytes("Categoriecode;Regelcode;Omschrijving;Aantal;Eenheidsprijs\n1;1.1;Projectleider;12;1.250\n")));
            await page.GetByRole(AriaRole.Button, new() { Name = "Look at the file" }).ClickAsync();
            await Expect(page.GetByText("'1.250' can be read in two ways")).ToBeVisibleAsync();
            await page.GetByLabel("Numbers").SelectOptionAsync(nameof(NumberForm.Comma));
            await page.GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
            await Expect(page.GetByText("can be read in two ways")).ToHaveCountAsync(0);
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Unit value" })).ToContainTextAsync("1250");
            Assert.Empty(await EveryPageTests.FaultsOf(page, "import numbers", colours, width));
            await page.GetByRole(AriaRole.Button, new() { Name = "Drop the file" }).ClickAsync();
            await Expect(page.GetByText("The file is dropped.")).ToBeVisibleAsync();
        }

        var viewer = await office.SignIn(Role.Viewer);
        await viewer.GotoAsync($"/grants/{office.GrantId}/import");
        await Expect(viewer.GetByRole(AriaRole.Link, new() { Name = "CSV" })).ToBeVisibleAsync();
        await Expect(viewer.GetByLabel("File")).ToHaveCountAsync(0);
        office.NobodyComplained();
    }

    [Fact]
    public async Task A_donor_report_is_read_printed_and_saved()
    {
        await using var office = await Office.Open(house, lines: 6);
        await office.SyncAndSettle();
        await office.BookkeeperPostsBills();
        await office.Expect(new RefreshActuals());
        await office.Expect(new DivideBudget(office.GrantId, PeriodLength.Years));
        var page = await office.SignIn(Role.Viewer);
        await page.GotoAsync($"/grants/{office.GrantId}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Donor report" }).ClickAsync();
        await Expect(page.GetByText("The lines come to what Odoo itself sums.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Budget and actual by period")).ToBeVisibleAsync();
        Assert.Empty(await EveryPageTests.FaultsOf(page, "report", ColorScheme.Light, 1280));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "XLSX" }).ClickAsync());
        Assert.Equal("ETH-EUX-CVP report.xlsx", download.SuggestedFilename);
        if (Environment.GetEnvironmentVariable("GRANTSYNC_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await download.SaveAsAsync(Path.Combine(folder, "report.xlsx"));
        }

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".navbar")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeHiddenAsync();
        Assert.Equal("table-header-group", await page.Locator("thead").First.EvaluateAsync<string>("head => getComputedStyle(head).display"));
        await page.SetViewportSizeAsync(1080, 760);
        await Camera.Take(page, "report on paper", whole: true);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.SetViewportSizeAsync(1280, 860);
        await page.GetByRole(AriaRole.Button, new() { Name = "Nederlands" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Donorrapportage" })).ToBeVisibleAsync();
        await Expect(page.GetByText("De regels komen op wat Odoo zelf optelt.")).ToBeVisibleAsync();
        await Camera.Take(page, "report in Dutch");
        foreach (var (colours, width) in new[] { (ColorScheme.Dark, 1280), (ColorScheme.Light, 390) })
        {
            var other = await office.SignIn(Role.Viewer, colours, width);
            await other.GotoAsync($"/grants/{office.GrantId}/report");
            Assert.Empty(await EveryPageTests.FaultsOf(other, "report", colours, width));
        }

        office.NobodyComplained();
    }

    private static FilePayload File(string name, byte[] content) => new() { Name = name, MimeType = "application/octet-stream", Buffer = content };
}
