using GrantSync.Application.Pipeline;

namespace GrantSync.Web.Demo;

/// <summary>The people of the demo. They exist only in a database that the demo made.</summary>
public sealed record DemoSignIn(string Email, string Name, Role Role, string Words)
{
    public const string Password = "grantsync-demo";

    public static readonly DemoSignIn Admin = new("admin@horizon.example", "Daniel Okello", Role.Admin, "admin: connection, users, sync log");

    public static readonly IReadOnlyList<DemoSignIn> All =
    [
        new("manager@horizon.example", "Amina Tesfaye", Role.GrantManager, "grant manager: edits budgets and syncs them"),
        Admin,
        new("support@grantsync.example", "Sofie de Vries", Role.Support, "support: all tenants' health and log"),
    ];
}
