using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo;

/// <summary>How Odoo should see a call: the keys of its <c>context</c> that matter here.</summary>
/// <param name="Language">The language of names, such as <c>fr_FR</c>; null leaves the user's own.</param>
/// <param name="ActiveTest">False shows archived records too.</param>
/// <param name="AllowedCompanyIds">The companies to see; null leaves the user's own.</param>
public sealed record OdooContext(string? Language = null, bool ActiveTest = true, IReadOnlyList<int>? AllowedCompanyIds = null)
{
    internal XmlRpcValue ToValue()
    {
        var keys = new List<(string, XmlRpcValue)>();
        if (Language is not null) { keys.Add(("lang", Language)); }
        if (!ActiveTest) { keys.Add(("active_test", false)); }
        if (AllowedCompanyIds is not null) { keys.Add(("allowed_company_ids", XmlRpcValue.Ints(AllowedCompanyIds))); }
        return XmlRpcValue.Struct(keys);
    }
}
