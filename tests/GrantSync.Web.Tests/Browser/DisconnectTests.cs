using System.Globalization;
using GrantSync.Application.Pipeline;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GrantSync.Web.Tests.Browser;

/// <summary>Somebody types without a pause while the connection, the server and the page come and go: every cell ends as it was last typed.</summary>
public sealed class DisconnectTests(House house)
{
    private const int Disconnects = 1000;

    [Theory]
    [InlineData(1)]
    public async Task A_thousand_disconnects_and_reloads_lose_no_cell(int seed)
    {
        await using var office = await Office.Open(house, lines: 12);
        var desk = await GrantDesk.Open(office, Role.GrantManager);
        var random = new Random(seed);
        var faults = 0;
        await desk.Page.RouteAsync("**/budget?handler=Draft", async route =>
        {
            if (random.Next(10) == 0)
            {
                await route.ContinueAsync();
                return;
            }

            switch (Interlocked.Increment(ref faults) % 3)
            {
                case 0: // never arrives
                    await route.AbortAsync();
                    break;
                case 1: // arrives and is saved, but the answer is lost
                    await route.FetchAsync();
                    await route.AbortAsync();
                    break;
                default: // the server is being restarted
                    await route.FulfillAsync(new() { Status = 503, ContentType = "text/html", Body = "<h1>503</h1>" });
                    break;
            }
        });

        var typed = new Dictionary<(string Row, string Field), string>();
        var field = Fields[0];
        await Start();
        while (Volatile.Read(ref faults) < Disconnects)
        {
            if (random.Next(80) == 0)
            {
                await desk.Page.ReloadAsync();
                await desk.Ready();
                await Start();
            }
            else if (random.Next(25) == 0)
            {
                await Start();
            }

            var row = await desk.Page.EvaluateAsync<string?>("() => { const cell = document.querySelector('.is-active'); const row = cell.closest('[role=row]'); return row.classList.contains('row-line') ? row.dataset.key : null; }");
            if (row is null)
            {
                await desk.Page.Keyboard.PressAsync("ArrowDown");
                continue;
            }

            var text = random.Next(1, 100).ToString(CultureInfo.InvariantCulture);
            await desk.Page.Keyboard.TypeAsync(text);
            await desk.Page.Keyboard.PressAsync("Enter");
            typed[(row, field)] = text;
        }

        await desk.Page.UnrouteAsync("**/budget?handler=Draft");
        await desk.Page.EvaluateAsync("dispatchEvent(new Event('online'))");
        await desk.Saved();
        await Expect(desk.Page.Locator(".conflicts")).ToHaveCountAsync(0);

        var lines = (await office.Budget()).Categories.SelectMany(c => c.Lines).ToDictionary(l => l.Id.ToString(CultureInfo.InvariantCulture));
        Assert.True(typed.Count > 20, $"{typed.Count} cells");
        Assert.All(typed, cell => Assert.Equal(cell.Value, Value(lines[cell.Key.Row], cell.Key.Field)));
        await Expect(desk.Total).ToHaveTextAsync(Pages.Words.Amount((await office.Budget()).Total, "EUR"));

        // to a cell near the top, from where Enter goes down
        async Task Start()
        {
            field = Fields[random.Next(Fields.Length)];
            await desk.Sheet.FocusAsync();
            await desk.Page.Keyboard.PressAsync("Control+Home");
            for (var down = random.Next(1, 6); down > 0; down--)
            {
                await desk.Page.Keyboard.PressAsync("ArrowDown");
            }

            await desk.Cell(await desk.Page.Locator(".row-line").Nth(random.Next(6)).Locator("[data-field=code]").InnerTextAsync(), field).ClickAsync();
        }
    }

    private static readonly string[] Fields = ["unitValue", "units", "unitName", "description"];

    private static string Value(Application.Budgets.LineView line, string field) => field switch
    {
        "unitValue" => line.UnitValue.ToString("0.####", CultureInfo.InvariantCulture),
        "units" => line.Units.ToString("0.####", CultureInfo.InvariantCulture),
        "unitName" => line.UnitName,
        _ => line.Description,
    };
}
