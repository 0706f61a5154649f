using FsCheck;
using FsCheck.Fluent;
using GrantSync.Application.Actuals;
using GrantSync.Application.Sync;
using Microsoft.EntityFrameworkCore;

namespace GrantSync.Application.Tests.Actuals;

/// <summary>Random lines of Odoo and random manual entries: every figure is what a second computation finds, which asks each figure for its lines.</summary>
public sealed class ActualsSumTests(TestDatabase database)
{
    private sealed record Line(int Project, int Category, int Detail, int Day, int Cents, int Owed);

    private sealed record Entry(int Place, int Day, int Cents, int Fate);

    private static readonly Gen<Line> OfOdoo =
        from project in Gen.Choose(0, 2)
        from category in Gen.Choose(0, 3)
        from detail in Gen.Choose(0, 3)
        from day in Gen.Choose(0, 700)
        from cents in Gen.Choose(-900_000, 200_000)
        from owed in Gen.Choose(0, 4)
        where project == 1 || detail is 1 or 2
        select new Line(project, category, detail, day, cents, owed);

    private static readonly Gen<Entry> ByHand =
        from place in Gen.Choose(0, 4)
        from day in Gen.Choose(0, 700)
        from cents in Gen.Choose(-200_000, 900_000)
        from fate in Gen.Choose(0, 5)
        select new Entry(place, day, cents == 0 ? 1 : cents, fate);

    private static readonly Gen<(Line[] Lines, Entry[] Entries)> Books =
        from lines in Gen.Choose(0, 40).SelectMany(OfOdoo.ArrayOf)
        from entries in Gen.Choose(0, 30).SelectMany(ByHand.ArrayOf)
        select (lines, entries);

    [Fact]
    public async Task Every_figure_is_what_a_second_computation_finds()
    {
        await using var organisation = await Organisation.Start(database, lines: 2);
        await organisation.Sync();
        var (tenant, grant) = (organisation.Tenant, organisation.GrantId);
        var partner = await ManualActualsTests.Partner(organisation);
        var budget = await organisation.Budget();
        var (project, now) = (budget.Projects[0], organisation.Clock.GetUtcNow());
        var (one, two) = (budget.Categories[1], budget.Categories[2]);
        int[] categories = [0, one.State.OdooId!.Value, two.State.OdooId!.Value, 99_999];
        int[] details = [0, one.Lines[0].State.OdooId!.Value, two.Lines[0].State.OdooId!.Value, 99_998];
        (long Category, long? Detail)[] places = [(one.Id, null), (one.Id, one.Lines[0].Id), (two.Id, null), (two.Id, two.Lines[0].Id), (one.Id, one.Lines[0].Id)];
        await organisation.Query(db => db.Database.ExecuteSqlAsync(
            $"insert into actual_reads (tenant_id, started_at, alive_at, ended_at, is_current) values ({tenant}, {now}, {now}, {now}, true)"));
        var read = await organisation.Query(db => db.ActualReads.Select(r => r.Id).SingleAsync());

        foreach (var (lines, entries) in Books.Sample(30, 25))
        {
            var first = new DateOnly(2026, 1, 1);
            await organisation.Query(async db =>
            {
                await db.ActualLines.ExecuteDeleteAsync();
                await db.ManualActuals.Where(a => a.ReplacedBy == null && a.RemovedAt == null).ExecuteUpdateAsync(set => set.SetProperty(a => a.RemovedAt, now));
                db.ActualLines.AddRange(lines.Select((l, n) => new ActualLine
                {
                    TenantId = tenant,
                    ReadId = read,
                    OdooId = n + 1,
                    GrantId = grant,
                    Date = first.AddDays(l.Day),
                    Text = "Line",
                    Currency = "EUR",
                    CompanyId = 1,
                    Amount = l.Cents / 100m,
                    Unpaid = decimal.Round(l.Cents / 100m * l.Owed / 4, 2),
                    ProjectAccount = l.Project == 1 ? project.Account.OdooId : l.Project == 2 ? 99_997 : null,
                    CategoryAccount = l.Category == 0 ? null : categories[l.Category],
                    DetailAccount = l.Detail == 0 ? null : details[l.Detail],
                }));
                ManualActual Manual(Entry e) => new()
                {
                    TenantId = tenant,
                    GrantId = grant,
                    ProjectId = partner,
                    CategoryId = places[e.Place].Category,
                    LineId = places[e.Place].Detail,
                    Date = first.AddDays(e.Day),
                    Description = "Entry",
                    Amount = e.Cents / 100m,
                    EnteredAt = now,
                    RemovedAt = e.Fate == 1 ? now : null,
                };
                var made = entries.Select(Manual).ToList();
                db.ManualActuals.AddRange(made);
                await db.SaveChangesAsync();

                // some are corrected: by themselves, so that the sums stay those of the generated entries
                foreach (var (former, e) in made.Zip(entries).Where(p => p.Second.Fate == 2))
                {
                    var correction = Manual(e);
                    db.ManualActuals.Add(correction);
                    await db.SaveChangesAsync();
                    await db.ManualActuals.Where(a => a.Id == former.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.ReplacedBy, correction.Id));
                }

                return 0;
            });

            var standing = entries.Where(e => e.Fate != 1).ToList();
            decimal Spent(Func<Line, bool> odoo, Func<Entry, bool> manual) => -lines.Where(odoo).Sum(l => l.Cents / 100m) + standing.Where(manual).Sum(e => e.Cents / 100m);
            decimal Owed(Func<Line, bool> odoo) => -lines.Where(odoo).Sum(l => decimal.Round(l.Cents / 100m * l.Owed / 4, 2));
            void Same(ActualsFigures found, Func<Line, bool> odoo, Func<Entry, bool> manual) => Assert.Equal(
                (Spent(odoo, manual), Owed(odoo), lines.Count(odoo) + standing.Count(manual)), (found.Actual + found.Committed!.Value, found.Committed.Value, found.Lines));

            var view = await organisation.Expect(new ReadActuals(grant));
            Same(view.Total, _ => true, _ => true);
            Assert.Equal((standing.Count, standing.Sum(e => e.Cents / 100m)), (view.Manual!.Entries, view.Manual.Amount));
            foreach (var (category, account) in new[] { (one, 1), (two, 2) })
            {
                var found = view.Categories.Single(c => c.Id == category.Id);
                bool Here(Line l) => l.Detail is 1 or 2 ? l.Detail == account : l.Category == account;
                Same(found.Figures, Here, e => places[e.Place].Category == category.Id);
                Same(found.Details.Single().Figures, l => l.Detail == account, e => places[e.Place].Detail == category.Lines[0].Id);
                Same(found.NotOnALine ?? new ActualsFigures(0, 0, 0, 0, 0, 0), l => Here(l) && l.Detail is 0 or 3 && Here(l), e => places[e.Place] == (category.Id, null));
            }

            Same(view.Elsewhere ?? new ActualsFigures(0, 0, 0, 0, 0, 0), l => l.Detail is 0 or 3 && l.Category is 0 or 3 && l.Detail is 0 or 3, _ => false);
            Same(view.Projects.Single(p => p.Id == project.Id).Figures, l => l.Project == 1, _ => false);
            Same(view.Projects.Single(p => p.Id == partner).Figures, _ => false, _ => true);
            foreach (var month in Enumerable.Range(0, 24).Select(n => first.AddMonths(n)))
            {
                bool In(int day) => first.AddDays(day) is var on && (on.Year, on.Month) == (month.Year, month.Month);
                var found = view.Months.SingleOrDefault(m => m.Month == month) ?? new ActualsMonth(month, 0, 0, 0);
                Same(new ActualsFigures(0, found.Actual, found.Committed, 0, 0, found.Lines), l => In(l.Day), e => In(e.Day));
            }
        }
    }
}
