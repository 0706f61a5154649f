namespace GrantSync.Web.Tests.Api;

/// <summary>Actuals that a script enters.</summary>
public sealed class ApiManualActualsTests(RunningWeb web)
{
    [Fact]
    public async Task A_script_enters_corrects_and_removes_what_a_project_outside_Odoo_has_spent()
    {
        await using var organisation = await Organisation.Found(web);
        var grant = await organisation.StartGrant();
        await organisation.AddLines(grant, 1);
        var inOdoo = (long)(await organisation.Manager.Get($"grants/{grant}/projects")).Expect(200)[0]!["id"]!;
        (await organisation.Manager.Get($"grants/{grant}/manual-actuals")).Expect(404);
        var project = (await organisation.Manager.Post($"grants/{grant}/projects", new { name = "Partner", notInOdoo = true })).Id;
        (await organisation.Manager.Put($"grants/{grant}/projects/{project}", new { name = "The partner" })).Expect(204);
        Assert.True((bool)(await organisation.Manager.Get($"grants/{grant}/projects")).Expect(200)[1]!["notInOdoo"]!);

        var category = (long)(await organisation.Manager.Get($"grants/{grant}/budget")).Expect(200)["categories"]![0]!["id"]!;
        var path = $"grants/{grant}/manual-actuals";
        object Entry(long on, object amount) => new { projectId = on, categoryId = category, date = "2026-03-14", description = "Borehole pump", amount };
        Assert.Contains("Choose a project that is not in Odoo", (await organisation.Manager.Post(path, Entry(inOdoo, 1))).Error("projectId"), StringComparison.Ordinal);
        Assert.Contains("two ways", (await organisation.Manager.Post(path, Entry(project, "1,5"))).Error("amount"), StringComparison.Ordinal);
        var entered = (await organisation.Manager.Post(path, Entry(project, 12.5))).Id;
        var corrected = (long)(await organisation.Manager.Put($"{path}/{entered}", Entry(project, "-3"))).Expect(200)["id"]!;
        (await organisation.Manager.Put($"{path}/{entered}", Entry(project, 1))).Expect(409);

        var view = (await organisation.Manager.Get($"{path}?project={project}&category={category}&search=pump")).Expect(200);
        Assert.Equal((-3m, 1, corrected), ((decimal)view["sum"]!, (int)view["count"]!, (long)view["entries"]![0]!["id"]!));
        Assert.Equal(12.5m, (decimal)view["entries"]![0]!["former"]![0]!["amount"]!);
        Assert.Equal(-3m, (decimal)(await organisation.Manager.Get($"grants/{grant}/actuals")).Expect(200)["total"]!["actual"]!);
        Assert.Equal(corrected, (long)(await organisation.Manager.Get($"grants/{grant}/actuals/lines")).Expect(200)["lines"]![0]!["manualId"]!);

        (await organisation.Manager.Delete($"{path}/{corrected}")).Expect(204);
        (await organisation.Manager.Delete($"{path}/{corrected}")).Expect(409);
        (await organisation.Manager.Delete($"{path}/999999")).Expect(404);
        Assert.Single((await organisation.Manager.Get(path)).Expect(200)["removed"]!.AsArray());
    }
}
