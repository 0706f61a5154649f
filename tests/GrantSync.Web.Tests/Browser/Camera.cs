using Microsoft.Playwright;

namespace GrantSync.Web.Tests.Browser;

/// <summary>Takes pictures of pages for a person to look at, into the folder of GRANTSYNC_SCREENSHOTS; without one, none.</summary>
internal static class Camera
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("GRANTSYNC_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    // Playwright hides the caret with an inline style, which our policy forbids and the console would report
    public static async Task Take(IPage page, string name, bool whole = false)
    {
        if (Folder is not null)
        {
            var file = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{file}.png"), FullPage = whole, Caret = ScreenshotCaret.Initial });
        }
    }
}
