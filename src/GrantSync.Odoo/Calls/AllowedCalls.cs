using System.Collections.Frozen;

namespace GrantSync.Odoo;

/// <summary>Every call that may leave this library. What is not here cannot be sent, whoever asks.</summary>
public static class AllowedCalls
{
    private static readonly string[] Written =
    [
        "account.analytic.plan", "account.analytic.account", "project.project",
        .. new[] { OdooBudgetModel.CrossoveredBudget, OdooBudgetModel.BudgetAnalytic }.SelectMany(budget => new[] { budget.Name, budget.Lines }),
    ];

    private static readonly string[] ReadOnly =
    [
        "account.analytic.line", "res.company", "res.currency", "res.partner", "account.account", "account.move.line", "account.move",
    ];

    private static readonly string[] Reading = ["search_read", "search_count", "fields_get", "check_access_rights", "has_access"];

    private static readonly FrozenSet<(string Service, string Model, string Method)> All =
    [
        ("common", "", "version"),
        ("common", "", "authenticate"),
        ("object", "res.users", "has_group"),
        ("object", "res.users", "context_get"),
        ("object", "ir.model.data", "check_object_reference"),
        ("object", "account.analytic.line", "read_group"),
        .. Written.Select(model => ("object", model, "load")),
        .. Written.Concat(ReadOnly).SelectMany(model => Reading.Select(method => ("object", model, method))),
    ];

    /// <summary>Whether the call may be sent.</summary>
    public static bool Contains(string service, string model, string method) => All.Contains((service, model, method));

    /// <exception cref="InvalidOperationException">The call is not on the list.</exception>
    internal static void Demand<T>(OdooCall<T> call)
    {
        if (!Contains(call.Service, call.Model, call.Method))
        {
            throw new InvalidOperationException($"{call.Model}.{call.Method} is not a call that this client may make.");
        }
    }
}
