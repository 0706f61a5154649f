namespace GrantSync.Sandbox.Http;

/// <summary>The pages of Odoo's own web server: recordings 097 and 100.</summary>
internal static class HtmlErrors
{
    public static Task NotFound(HttpContext http) => Write(http, 404, Page("404 Not Found", "Not Found",
        "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again."));

    public static Task MethodNotAllowed(HttpContext http) => Write(http, 405, Page("405 Method Not Allowed", "Method Not Allowed",
        "The method is not allowed for the requested URL."));

    public static Task Write(HttpContext http, int status, string html)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(html);
    }

    private static string Page(string title, string heading, string text) =>
        $"<!doctype html>\n<html lang=en>\n<title>{title}</title>\n<h1>{heading}</h1>\n<p>{text}</p>\n";
}
