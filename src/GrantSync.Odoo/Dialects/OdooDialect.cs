namespace GrantSync.Odoo;

/// <summary>What differs between Odoo's versions in the models that are written.</summary>
/// <param name="ProjectAccountField">The field of <c>project.project</c> that holds its analytic account.</param>
public sealed record OdooDialect(string ProjectAccountField)
{
    /// <summary>Up to 17 the field is <c>analytic_account_id</c>, from 18 <c>account_id</c>: recording 067 of both versions.</summary>
    public static OdooDialect For(int serverMajor) => new(serverMajor >= 18 ? "account_id" : "analytic_account_id");
}
