using System.Net.Mime;
using GrantSync.Application.SyncLog;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages.SyncLog;

/// <summary>A file that is written while it is read: of the log, which may be longer than memory. For pages and the API alike.</summary>
internal sealed class LogDownload(LogFile file) : IActionResult, IResult
{
    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = file.ContentType;
        response.Headers.ContentDisposition = new ContentDisposition { FileName = file.Name }.ToString();
        response.Headers.CacheControl = "no-store";
        return file.Write(response.Body, httpContext.RequestAborted);
    }
}
