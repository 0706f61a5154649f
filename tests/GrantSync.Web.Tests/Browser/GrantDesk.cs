using System.Text.RegularExpressions;
using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>A grant's page as somebody at a desk uses it.</summary>
public sealed class GrantDesk(IPage page)
{
    public IPage Page => page;

    public ILocator Save => page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true });

    public ILocator Draft => page.Locator("[data-draft-words]");

    public ILocator Total => page.Locator(".tabulator-calcs-holder [tabulator-field=amount]");

    public ILocator Dialog => page.Locator("dialog[open]");

    public static async Task<GrantDesk> Open(Office office, Role role)
    {
        var desk = new GrantDesk(await office.SignIn(role));
        await desk.GoTo(office.GrantId);
        return desk;
    }

    public async Task GoTo(long grant)
    {
        await page.GotoAsync($"/grants/{grant}");
        await Ready();
    }

    public async Task Ready()
    {
        await Expect(page.Locator(".tabulator-row").First).ToBeVisibleAsync();
        await Expect(Draft).Not.ToHaveTextAsync("Loading…");
    }

    public ILocator Row(string code) => page.Locator(".tabulator-tableholder .tabulator-row")
        .Filter(new() { Has = page.Locator("[tabulator-field=code]", new() { HasTextRegex = new Regex($"^{Regex.Escape(code)}$") }) });

    public ILocator Cell(string code, string field) => Row(code).Locator($"[tabulator-field={field}]");

    /// <summary>Types into a cell and goes on with Tab, as one does.</summary>
    public async Task Type(string code, string field, string text)
    {
        await Cell(code, field).ClickAsync();
        var editor = page.Locator(".tabulator-editing input");
        await editor.FillAsync(text);
        await editor.PressAsync("Tab");
        await page.Keyboard.PressAsync("Escape");
    }

    public async Task SaveAll()
    {
        await Save.ClickAsync();
        await Expect(Draft).ToHaveTextAsync("All edits are saved.");
    }

    /// <summary>Presses Sync and agrees to what the dialog shows.</summary>
    public async Task Sync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync", Exact = true }).ClickAsync();
        await Expect(Dialog).ToHaveCountAsync(0);
    }
}
