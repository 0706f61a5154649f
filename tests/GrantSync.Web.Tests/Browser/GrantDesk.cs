using System.Text.RegularExpressions;
using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>A grant's page as somebody at a desk uses it.</summary>
public sealed class GrantDesk(IPage page)
{
    public IPage Page => page;

    public ILocator Draft => page.Locator("[data-draft-words]");

    public ILocator Total => page.Locator(".sheet-total [data-field=amount]");

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
        await Expect(page.Locator("#budget[data-ready]")).ToBeVisibleAsync();
    }

    public ILocator Row(string code) => page.Locator(".sheet-body .sheet-row")
        .Filter(new() { Has = page.Locator("[data-field=code]", new() { HasTextRegex = new Regex($"^{Regex.Escape(code)}$") }) });

    public ILocator Cell(string code, string field) => Row(code).Locator($"[data-field={field}]");

    public ILocator Sheet => page.GetByRole(AriaRole.Grid);

    public ILocator Editor => page.Locator(".cell-input");

    /// <summary>Types over a cell and goes on with Tab, as one does.</summary>
    public async Task Type(string code, string field, string text)
    {
        await Cell(code, field).ClickAsync();
        await page.Keyboard.PressAsync("F2");
        await Editor.FillAsync(text);
        await Editor.PressAsync("Tab");
    }

    /// <summary>Pastes as the keys do, from a clipboard that another program filled.</summary>
    public async Task Paste(string text)
    {
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await page.Keyboard.PressAsync("Control+v");
    }

    /// <summary>Nothing has to be pressed for it: what was typed saves itself.</summary>
    public Task Saved() => Expect(Draft).ToContainTextAsync("All edits are saved.");

    /// <summary>Presses Sync and agrees to what the dialog shows.</summary>
    public async Task Sync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync to Odoo" }).ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Sync", Exact = true }).ClickAsync();
        await Expect(Dialog).ToHaveCountAsync(0);
    }
}
