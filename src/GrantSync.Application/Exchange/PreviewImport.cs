using FluentValidation;
using GrantSync.Application.Grants;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Exchange;

/// <summary>Reads a file beside a grant's budget and keeps it until it is decided; the budget stays as it is. Answers the preview's id.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record PreviewImport(long GrantId, string FileName, byte[] Content, NumberForm Numbers = NumberForm.Detected) : ICommand<long>;

/// <summary>What taking a file over would do.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record ReadImport(long GrantId, long ImportId) : IQuery<ImportView>;

/// <summary>Reads the kept file again, beside the budget as it is now.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record LookAgain(long GrantId, long ImportId, NumberForm Numbers) : ICommand<Done>;

/// <summary>Forgets the file.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record DropImport(long GrantId, long ImportId) : ICommand<Done>;

public sealed record ImportIsGone() : NotFound("This import is decided already, or was dropped. Upload the file again to look at it.");

internal sealed class PreviewImportValidator : AbstractValidator<PreviewImport>
{
    public PreviewImportValidator()
    {
        RuleFor(r => r.Content).NotNull().WithMessage("Choose a file.");
        RuleFor(r => r.FileName).NotNull();
    }
}

internal sealed class PreviewImportHandlers(GrantSyncDb db, Caller caller, TimeProvider time)
    : IRequestHandler<PreviewImport, Result<long>>,
        IRequestHandler<ReadImport, Result<ImportView>>,
        IRequestHandler<LookAgain, Result<Done>>,
        IRequestHandler<DropImport, Result<Done>>
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(30);

    public async Task<Result<long>> Handle(PreviewImport request, CancellationToken cancellationToken)
    {
        if (await SeenBudget.Now(db, request.GrantId, cancellationToken) is not { } seen)
        {
            return new GrantIsGone();
        }

        var table = FileReading.Read(request.Content);
        if (table.Refusal is { } unreadable)
        {
            return unreadable;
        }

        var columns = FileColumns.Find(table.Value, seen.Periods, seen.PeriodCount);
        if (columns.Refusal is { } unknown)
        {
            return unknown;
        }

        if (ImportPlan.Of(table.Value, columns.Value, seen, request.Numbers).Rows.Count == 0)
        {
            return new UnreadableFile("There is no row under the headings of this file.");
        }

        var limit = time.GetUtcNow() - Forgotten;
        await db.BudgetImports.Where(i => i.UploadedAt < limit).ExecuteDeleteAsync(cancellationToken);
        var import = new BudgetImport
        {
            TenantId = caller.Tenant,
            GrantId = request.GrantId,
            FileName = NameOf(request.FileName),
            UploadedAt = time.GetUtcNow(),
            UploadedBy = caller.UserId,
            Numbers = request.Numbers,
            Cells = table.Value.Json(),
            Seen = seen.Json(),
        };
        db.BudgetImports.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        return import.Id;
    }

    public async Task<Result<ImportView>> Handle(ReadImport request, CancellationToken cancellationToken)
    {
        var import = await db.BudgetImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.ImportId && i.GrantId == request.GrantId, cancellationToken);
        if (import is null || await SeenBudget.Now(db, request.GrantId, cancellationToken) is not { } now)
        {
            return new ImportIsGone();
        }

        var seen = SeenBudget.Read(import.Seen);
        var table = FileTable.Read(import.Cells);
        var columns = FileColumns.Find(table, seen.Periods, seen.PeriodCount).Value;
        var plan = ImportPlan.Of(table, columns, seen, import.Numbers);
        return new ImportView(
            import.Id, import.GrantId, import.FileName, import.UploadedAt, seen.Currency, import.Numbers, plan.ReadAs, columns.Ignored, plan.Rows, plan.NotInFile,
            now.Json() != SeenBudget.Read(import.Seen).Json());
    }

    public async Task<Result<Done>> Handle(LookAgain request, CancellationToken cancellationToken)
    {
        var import = await db.BudgetImports.SingleOrDefaultAsync(i => i.Id == request.ImportId && i.GrantId == request.GrantId, cancellationToken);
        if (import is null || await SeenBudget.Now(db, request.GrantId, cancellationToken) is not { } now)
        {
            return new ImportIsGone();
        }

        var columns = FileColumns.Find(FileTable.Read(import.Cells), now.Periods, now.PeriodCount);
        if (columns.Refusal is { } refusal)
        {
            return refusal;
        }

        (import.Numbers, import.Seen) = (request.Numbers, now.Json());
        return Done.Instance;
    }

    public async Task<Result<Done>> Handle(DropImport request, CancellationToken cancellationToken)
    {
        await db.BudgetImports.Where(i => i.Id == request.ImportId && i.GrantId == request.GrantId).ExecuteDeleteAsync(cancellationToken);
        return Done.Instance;
    }

    /// <summary>Without a folder, which some browsers send, and not longer than one reads.</summary>
    private static string NameOf(string name)
    {
        var bare = name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Replace("\0", "", StringComparison.Ordinal);
        return bare.Length > 200 ? bare[..200] : bare;
    }
}
