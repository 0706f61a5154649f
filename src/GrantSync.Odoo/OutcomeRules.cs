namespace GrantSync.Odoo;

/// <summary>The one place that decides what a reply means.</summary>
public static class OutcomeRules
{
    /// <summary>Judges what came back for a call.</summary>
    public static OdooOutcome<T> Judge<T>(OdooCall<T> call, OdooReply reply, OdooExchange wire) => throw new NotImplementedException();
}
