namespace GrantSync.Odoo;

/// <summary>
/// The transport: XML-RPC today, JSON from Odoo 19 on, a model of a server in simulations. Whatever carries the call, the answer is judged
/// by the same <see cref="OutcomeRules"/>.
/// </summary>
public interface IOdooClient
{
    /// <summary>
    /// Sends one call once. It never tries again by itself: whether that is safe is the caller's to decide from
    /// <see cref="OdooOutcome{T}.Kind"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The call is not in <see cref="AllowedCalls"/>, or it needs a user id and the login has none.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> ended it while nothing had been sent, or the call only reads. A write that may have arrived
    /// gives <see cref="OutcomeKind.Unknown"/> instead.
    /// </exception>
    Task<OdooOutcome<T>> Send<T>(OdooCall<T> call, CancellationToken cancellationToken);
}
