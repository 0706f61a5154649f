using GrantSync.Odoo;

namespace GrantSync.Application.Connections;

/// <summary>What the connection test says of a version: whether it is proved, and if not, what goes by its source and documentation.</summary>
internal static class VersionSentences
{
    public static string For(int major, string series) => major switch
    {
        _ when OdooDialect.For(major) is { IsProved: true } && major <= OdooDialect.Newest => $"Odoo {series}.",
        16 => $"Odoo {series}: not proved. GrantSync goes by this version's source, not by a run of it: an analytic line there carries one account, so a cost "
            + "shows under one plan only. GrantSync is proved on 17 and 18. Try it on a copy first.",
        19 => $"Odoo {series}: not proved. GrantSync goes by this version's source, not by a run of it: the question for rights, the ledger accounts that are out of use, "
            + "and the budgets. GrantSync is proved on 17 and 18. Try it on a copy first.",
        _ => $"Odoo {series} is newer than what GrantSync knows and is taken for 19. GrantSync is proved on 17 and 18. Try it on a copy first.",
    };
}
