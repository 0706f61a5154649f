using System.Globalization;
using GrantSync.Application.Connections;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages.Connection;

/// <summary>The connection as typed.</summary>
public sealed class ConnectionForm
{
    public string? Server { get; set; }

    public string? Database { get; set; }

    public string? UserName { get; set; }

    /// <summary>Empty to keep the saved one.</summary>
    public string? Key { get; set; }

    /// <summary>Empty for as many as the server bears.</summary>
    public string? CallsPerMinute { get; set; }

    /// <summary>Seconds; empty for Odoo's own 120.</summary>
    public string? FarSideLimitSeconds { get; set; }

    public List<PlanForm> Plans { get; set; } = [];

    /// <summary>What the page may show of a field: everything but the key.</summary>
    public string? ValueOf(string field) => field switch
    {
        nameof(Server) => Server,
        nameof(Database) => Database,
        nameof(UserName) => UserName,
        nameof(CallsPerMinute) => CallsPerMinute,
        nameof(FarSideLimitSeconds) => FarSideLimitSeconds,
        _ => null,
    };
}

/// <summary>The plan of an axis: <see cref="Choice"/> is an existing one's id and name, or <c>new</c>.</summary>
public sealed class PlanForm
{
    public Axis Axis { get; set; }

    public string? Choice { get; set; }

    public string? NewName { get; set; }

    internal PlanChoice Chosen => Choice?.IndexOf(':', StringComparison.Ordinal) is > 0 and var at && int.TryParse(Choice[..at], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? new PlanChoice(Axis, Choice[(at + 1)..], id)
        : new PlanChoice(Axis, NewName?.Trim() ?? "", null);

    public static string Value(int id, string name) => string.Create(CultureInfo.InvariantCulture, $"{id}:{name}");

    /// <summary>A plan that we once made is found again by its name.</summary>
    internal static PlanForm Of(PlanChoice choice, ConnectionReport report)
    {
        var there = report.Plans.FirstOrDefault(p => p.Id == choice.ExistingPlanId)
            ?? (choice.ExistingPlanId is null ? report.Plans.FirstOrDefault(p => p.Name == choice.PlanName) : null);
        return new PlanForm { Axis = choice.Axis, Choice = there is null ? "new" : Value(there.Id, there.Name), NewName = choice.PlanName };
    }

    public static (string Title, string What) WordsOf(Axis axis) => axis switch
    {
        Axis.Project => (T("Plan for projects"), T("One account a project, in the unit's company.")),
        Axis.Category => (T("Plan for donor budget lines"), T("One account a category of a budget template, shared by its grants.")),
        Axis.Detail => (T("Plan for detail lines"), T("One account a detail line of a grant.")),
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, null),
    };
}
