using System.Globalization;
using GrantSync.Application.Connections;
using GrantSync.Application.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Connection;

/// <summary>Set-up of the tenant's Odoo: test, choose plans, save. The key comes in and never goes out.</summary>
[ForRoles(Role.Admin), ResponseCache(NoStore = true)]
public sealed class IndexModel(IMediator mediator) : Clerk(mediator)
{
    public static (string Name, string Label, string Hint, string Kind)[] Fields =>
    [
        ("Server", T("Address of Odoo"), T("As people open it in a browser, such as https://odoo.example.org."), "text"),
        ("Database", T("Database"), T("Exactly as in Odoo's list of databases."), "text"),
        ("UserName", T("User"), T("The login of GrantSync's own user in Odoo."), "text"),
        ("Key", T("API key"), T("An API key of that user; it is sealed here and never shown again."), "password"),
    ];

    public static (string Name, string Label, string Hint)[] Numbers =>
    [
        ("CallsPerMinute", T("Calls a minute, at most"), T("Empty: 60 for Odoo Online (an address under odoo.com), as many as it bears for a server of your own.")),
        ("FarSideLimitSeconds", T("Odoo's time limit, in seconds"), T("How long a request may go on working in Odoo; a stock server ends it at 120. A lost answer is read only after this.")),
    ];

    private readonly Dictionary<string, string> problems = [];

    [BindProperty]
    public ConnectionForm Form { get; set; } = new();

    public ConnectionView? Saved { get; private set; }

    public ConnectionReport? Report { get; private set; }

    /// <summary>What was refused, but not of one field.</summary>
    public string? Whole { get; private set; }

    public bool IsPart => WantsPart;

    public string? Problem(string field) => Said(problems.GetValueOrDefault(field));

    public async Task<IActionResult> OnGet()
    {
        await ReadSaved();
        if (Saved is not null)
        {
            Form = new ConnectionForm
            {
                Server = Saved.Server,
                Database = Saved.Database,
                UserName = Saved.UserName,
                CallsPerMinute = Saved.CallsPerMinute?.ToString(CultureInfo.InvariantCulture),
                FarSideLimitSeconds = Saved.FarSideLimitSeconds.ToString(CultureInfo.InvariantCulture),
            };
        }

        return Page();
    }

    public async Task<IActionResult> OnPostTest()
    {
        await ReadSaved();
        var tested = await Send(new TestConnection(Form.Server ?? "", Form.Database ?? "", Form.UserName ?? "", Form.Key));
        return tested.Refusal is { } refusal ? Refuse(refusal) : Show(tested.Value);
    }

    public async Task<IActionResult> OnPostSave()
    {
        await ReadSaved();
        if (!Number(Form.CallsPerMinute, nameof(Form.CallsPerMinute), out var pace) | !Number(Form.FarSideLimitSeconds, nameof(Form.FarSideLimitSeconds), out var limit))
        {
            return Answer();
        }

        var saved = await Send(new SaveConnection(
            Form.Server ?? "", Form.Database ?? "", Form.UserName ?? "", Form.Key, [.. Form.Plans.Select(p => p.Chosen)], limit ?? 120, pace));
        switch (saved.Refusal)
        {
            case null:
                TempData["Done"] = T("The connection is saved. Give each unit its Odoo company, then sync a grant.");
                if (!WantsPart)
                {
                    return Redirect("/connection");
                }

                Response.Headers["HX-Redirect"] = "/connection";
                return new EmptyResult();
            case ConnectionDoesNotWork broken:
                return Show(broken.Report);
            case var refusal:
                // the choices stay on the page: they come from a test of the same fields
                var tested = await Send(new TestConnection(Form.Server ?? "", Form.Database ?? "", Form.UserName ?? "", Form.Key));
                Report = tested.IsRefused ? null : tested.Value;
                return Refuse(refusal);
        }
    }

    public async Task<IActionResult> OnPostDisconnect(bool leaveRecords)
    {
        var ended = await Send(new Disconnect(leaveRecords));
        if (ended.Refusal is { } refusal)
        {
            TempData["Problem"] = refusal.Sentence;
            return Redirect("/connection");
        }

        return Done("/connection", leaveRecords
            ? T("The connection is ended. What GrantSync had made stays in that Odoo as it was.")
            : Words.Plural(
                ended.Value.Archiving,
                "{0} record is being archived in Odoo; then the connection ends.",
                "{0} records are being archived in Odoo; then the connection ends."));
    }

    private bool Number(string? typed, string field, out int? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(typed))
        {
            return true;
        }

        if (int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            number = whole;
            return true;
        }

        problems[field] = "Give a whole number, such as 60.";
        return false;
    }

    private IActionResult Show(ConnectionReport report)
    {
        Report = report;
        if (Form.Plans.Count == 0)
        {
            Form.Plans = [.. (Saved is { Plans.Count: 3 } ? Saved.Plans : report.SuggestedPlans).Select(choice => PlanForm.Of(choice, report))];
        }

        return Answer();
    }

    private IActionResult Refuse(Refusal refusal)
    {
        foreach (var field in (refusal as Invalid)?.Fields ?? [])
        {
            problems.TryAdd(field.Field, field.Sentence);
        }

        Whole = problems.Count == 0 ? Said(refusal.Sentence) : null;
        return Answer();
    }

    private IActionResult Answer() => WantsPart ? Partial("_Report", this) : Page();

    private async Task ReadSaved() => Saved = (await Send(new ReadConnection())).Value;
}
