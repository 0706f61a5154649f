using System.Globalization;
using GrantSync.Application.Exchange;
using GrantSync.Application.Reports;
using MediatR;

namespace GrantSync.Web.Api;

internal static class ExchangeApi
{
    public static void MapExchange(this IEndpointRouteBuilder api)
    {
        var grant = api.MapGroup("/grants/{id:long}").WithTags("Files");
        grant.MapGet("/export", (long id, Word<FileKind>? format, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ExportBudget(id, format?.Value ?? FileKind.Csv), Sent, cancellationToken))
            .Sends<ExportBudget, byte[]>("The saved budget as a file; format is csv or xlsx");
        grant.MapPost("/imports", async (long id, string? file, Word<NumberForm>? numbers, HttpRequest request, IMediator mediator, CancellationToken cancellationToken) =>
                await mediator.Ask(
                    new PreviewImport(id, file ?? "", await Body(request, cancellationToken), numbers?.Value ?? NumberForm.Detected),
                    made => Routing.Made(made, string.Create(CultureInfo.InvariantCulture, $"/grants/{id}/imports/{made}")),
                    cancellationToken))
            .Sends<PreviewImport, NewId>("Upload a CSV or XLSX as the body, to see what it would change; file is its name, numbers is detected, point or comma", StatusCodes.Status201Created);
        grant.MapGet("/imports/{importId:long}", (long id, long importId, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new ReadImport(id, importId), cancellationToken))
            .Sends<ReadImport, ImportView>("What taking the file over would do: new, changed, unchanged and refused, row by row and cell by cell");
        grant.MapPost("/imports/{importId:long}/take-over", (long id, long importId, TakeOverBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Ask(new TakeOver(id, importId, body.Remove ?? []), cancellationToken))
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Sends<TakeOver, TakenOver>("Take the file over into the draft; remove names lines that the file does not have and that are to go");
        grant.MapDelete("/imports/{importId:long}", (long id, long importId, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Do(new DropImport(id, importId), cancellationToken))
            .Sends<DropImport>("Forget the file");
        grant.MapGet("/report", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ReadReport(id), cancellationToken))
            .Sends<ReadReport, DonorReport>("The donor report: budget against actual by category and line, by period and by project");
        grant.MapGet("/report.xlsx", (long id, IMediator mediator, CancellationToken cancellationToken) => mediator.Ask(new ExportReport(id), Sent, cancellationToken))
            .Sends<ExportReport, byte[]>("The donor report as an XLSX");
    }

    private static IResult Sent(WrittenFile file) => Results.File(file.Content, file.ContentType, file.Name);

    /// <summary>No more than a byte above what is allowed is held in memory.</summary>
    private static async Task<byte[]> Body(HttpRequest request, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var part = new byte[81920];
        while (content.Length <= FileLimits.Bytes && await request.Body.ReadAsync(part, cancellationToken) is var read and > 0)
        {
            content.Write(part, 0, read);
        }

        return content.ToArray();
    }

    internal sealed record TakeOverBody(IReadOnlyList<long>? Remove = null);
}
