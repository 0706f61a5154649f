using System.Globalization;
using GrantSync.Application;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Web;
using Microsoft.Playwright;

namespace GrantSync.Benchmarks;

/// <summary>
/// The budget desk in a real Chromium, for budgets of 100, 1,000 and 5,000 lines by 20 quarters: how long a grant manager waits, from the key to
/// the picture on the screen. Medians of several runs; the server is in the same process, on the same cores.
/// </summary>
public static class DeskBench
{
    private const int PasteLimit = 200;
    private static readonly int[] Sizes = [100, 1000, 5000];

    public static async Task Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("grantsync-bench-").FullName;
        await using var postgres = await EmbeddedPostgres.Start(Path.Combine(folder, "postgres"), new EmbeddedPostgresOptions(), CancellationToken.None);
        await Migrator.Migrate(postgres.ConnectionString, CancellationToken.None);
        await using var web = GrantSyncWeb.Build(new WebSettings
        {
            ConnectionString = postgres.ConnectionString,
            KeysFolder = Path.Combine(folder, "keys"),
            Urls = "http://127.0.0.1:0",
            JsonLogs = false,
            Quiet = true,
        });
        await web.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("GRANTSYNC_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu"],
        });
        foreach (var lines in Sizes)
        {
            await using var organisation = await BenchOrganisation.Start(postgres.ConnectionString, Path.Combine(folder, "keys"), $"desk{lines}", lines, TimeSpan.Zero);
            var grant = await organisation.DivideByQuarter(new DateOnly(2030, 12, 31));
            await organisation.AddUser($"desk{lines}@grants.example", "a password for the bench");
            var page = await chromium.NewPageAsync(new BrowserNewPageOptions { BaseURL = web.Urls.First(), ViewportSize = new ViewportSize { Width = 1920, Height = 1080 } });
            page.SetDefaultTimeout(120_000);
            await page.GotoAsync("/sign-in");
            await page.GetByLabel("E-mail address").FillAsync($"desk{lines}@grants.example");
            await page.GetByLabel("Password").FillAsync("a password for the bench");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
            await page.WaitForURLAsync("**/grants");
            await Measure(page, grant, lines, output);
            await page.CloseAsync();
        }

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await web.StopAsync(soon.Token);
    }

    private static async Task Measure(IPage page, long grant, int lines, TextWriter output)
    {
        void Tell(string what, double milliseconds, string beside = "") =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"desk, {lines} lines by 24 columns, {what}: {milliseconds:0} ms{beside}"));

        var opened = new List<double>();
        for (var n = 0; n < 3; n++)
        {
            await page.GotoAsync($"/grants/{grant}");
            await page.Locator("#budget[data-ready]").WaitForAsync();
            opened.Add(await page.EvaluateAsync<double>("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"));
        }

        Tell("open the page, until the sheet is painted", Median(opened));
        await page.EvaluateAsync(Script);
        Tell("type into a cell, to paint", Median(await Repeat(page, 9, "desk.type()")));
        Tell("a page down, to paint", Median(await Repeat(page, 9, "desk.pageDown()")));
        await Saved(page);

        var (pastes, undos) = (new List<double>(), new List<double>());
        for (var n = 0; n < 3; n++)
        {
            pastes.Add(await page.EvaluateAsync<double>($"desk.paste(1000, {n})"));
            undos.Add(await page.EvaluateAsync<double>("desk.undo()"));
        }

        Tell("paste 1,000 lines by 24 columns, to paint", Median(pastes), $" (limit: {PasteLimit} ms)");
        Tell("undo it, to paint", Median(undos));
        await Saved(page);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await page.EvaluateAsync("desk.paste(1000, 7)");
        await Saved(page);
        Tell("paste them and have all 24,000 cells saved", System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private static async Task<List<double>> Repeat(IPage page, int times, string act)
    {
        var measured = new List<double>();
        for (var n = 0; n < times; n++)
        {
            measured.Add(await page.EvaluateAsync<double>(act));
        }

        return measured;
    }

    private static async Task Saved(IPage page) => await page.Locator("[data-draft-words]", new() { HasTextRegex = new("All edits are saved\\.$") }).WaitForAsync();

    private static double Median(List<double> of) => of.Order().ElementAt(of.Count / 2);

    /// <summary>Each act ends when the frame that shows it has been painted: the task after the next animation frame.</summary>
    private const string Script = """
        window.desk = (() => {
          const grid = document.querySelector('[role=grid]');
          const painted = act => new Promise(done => {
            const from = performance.now();
            act();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)));
          });
          const key = (name, more = {}) => grid.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
          let typed = 0;
          return {
            type: () => {
              key('Home', { ctrlKey: true }); key('ArrowDown'); key('ArrowRight'); key('ArrowRight'); key('ArrowRight');
              return painted(() => {
                key('5');
                const input = document.querySelector('.cell-input');
                input.value = String(100 + typed++);
                input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
              });
            },
            pageDown: () => painted(() => key('PageDown')),
            paste: (rows, seed) => {
              grid.focus();
              key('Home', { ctrlKey: true }); key('ArrowDown');
              const block = Array.from({ length: rows }, (_, row) => [`P${seed}-${row}`, `Line ${row} of ${seed}`, 'month', `${row}.5`, ...Array.from({ length: 20 }, (_, at) => (row * at + seed) % 97)].join('\t')).join('\r\n');
              const data = new DataTransfer();
              data.setData('text/plain', block);
              return painted(() => grid.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })));
            },
            undo: () => painted(() => key('z', { ctrlKey: true })),
          };
        })();
        """;
}
