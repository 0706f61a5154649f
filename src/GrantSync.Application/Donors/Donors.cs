using FluentValidation;
using GrantSync.Application.Lists;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Donors;

/// <param name="Search">Part of the name or the code.</param>
/// <param name="Show">Those in use, those that were archived, or both.</param>
/// <param name="Sort"><c>name</c> or <c>code</c>; with a minus the other way round.</param>
[Allow(Role.Viewer, Role.GrantManager, Role.Admin)]
public sealed record ListDonors(string? Search = null, Which Show = Which.Active, string? Sort = null) : IQuery<IReadOnlyList<Donor>>;

/// <summary>Adds a donor, or changes it when <see cref="Id"/> is given. The code of a donor with grants stays: it is in their codes.</summary>
[Allow(Role.GrantManager, Role.Admin)]
public sealed record SaveDonor(long? Id, string Name, string Code) : ICommand<long>;

public sealed record DonorIsGone() : NotFound("This donor no longer exists.");

internal sealed class ListDonorsValidator : AbstractValidator<ListDonors>
{
    public ListDonorsValidator() => RuleFor(r => r.Sort).MustSortBy("name", "code");
}

internal sealed class SaveDonorValidator : AbstractValidator<SaveDonor>
{
    public SaveDonorValidator()
    {
        RuleFor(r => r.Name).NotEmpty().WithMessage("Give the donor a name.").MaximumLength(200);
        RuleFor(r => r.Code).Matches("^[A-Z0-9]{3}$").WithMessage("The donor code is three capital letters or digits, such as EUX.");
    }
}

internal sealed class DonorHandlers(GrantSyncDb db, Caller caller)
    : IRequestHandler<ListDonors, Result<IReadOnlyList<Donor>>>, IRequestHandler<SaveDonor, Result<long>>
{
    public async Task<Result<IReadOnlyList<Donor>>> Handle(ListDonors request, CancellationToken cancellationToken)
    {
        var rows = db.Donors.AsNoTracking().Where(d => request.Show == Which.All || d.ArchivedAt != null == (request.Show == Which.Archived));
        if (SearchText.Pattern(request.Search) is { } pattern)
        {
            rows = rows.Where(d => EF.Functions.ILike(d.Name, pattern, SearchText.Escape) || EF.Functions.ILike(d.Code, pattern, SearchText.Escape));
        }

        var sorting = Sorting.Read(request.Sort, "name");
        return await (sorting.By == "code" ? sorting.Apply(rows, d => d.Code) : sorting.Apply(rows, d => d.Name)).ThenBy(d => d.Id).ToListAsync(cancellationToken);
    }

    public async Task<Result<long>> Handle(SaveDonor request, CancellationToken cancellationToken)
    {
        var donor = request.Id is null
            ? new Donor { TenantId = caller.Tenant, Name = request.Name, Code = request.Code }
            : await db.Donors.SingleOrDefaultAsync(d => d.Id == request.Id, cancellationToken);
        if (donor is null)
        {
            return new DonorIsGone();
        }

        if (donor.Code != request.Code && await db.Grants.AnyAsync(g => g.DonorId == donor.Id, cancellationToken))
        {
            return new Invalid(nameof(request.Code), "The donor has grants, and their analytic codes contain its code: it can no longer change.");
        }

        donor.Name = request.Name.Trim();
        donor.Code = request.Code;
        if (request.Id is null)
        {
            db.Donors.Add(donor);
        }

        await db.SaveChangesAsync(cancellationToken);
        return donor.Id;
    }
}
