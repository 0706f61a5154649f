using GrantSync.Application.Connections;

namespace GrantSync.Application.Health;

/// <summary>Pings one tenant's Odoo: looks, takes the time of it, and keeps what was found.</summary>
internal sealed class OdooPing(OdooLook look, PingStore store, BudgetLook budgets, TenantLimits tenants, TimeProvider time)
{
    /// <summary>Measures once and stores the result. The caller's scope is the tenant.</summary>
    public async Task<Ping> Measure(Connection connection, bool isProbe, CancellationToken cancellationToken)
    {
        var limits = await tenants.Of(connection.TenantId, cancellationToken);
        var (startedAt, started) = (time.GetUtcNow(), time.GetTimestamp());
        var found = await Look(connection, limits, cancellationToken);
        var latency = time.GetElapsedTime(started);
        if (found.Verdict == PingVerdict.Good && latency > limits.Slow)
        {
            found = new Finding(PingVerdict.Poor, HealthCause.Slow, $"Odoo answers, but slowly: {latency.TotalSeconds:0.0} seconds for a ping.");
        }

        var ping = new Ping
        {
            TenantId = connection.TenantId,
            At = time.GetUtcNow(),
            IsProbe = isProbe,
            Verdict = found.Verdict,
            LatencyMilliseconds = (int)latency.TotalMilliseconds,
            Cause = found.Cause,
            Problem = found.Problem,
        };
        if (found.Verdict == PingVerdict.Good)
        {
            await budgets.WhenDue(connection, cancellationToken);
        }

        await store.Keep(ping, startedAt, limits, cancellationToken);
        return ping;
    }

    /// <summary>A silent Odoo is given up in time for the next ping, so that a hanging one is red and never grey.</summary>
    private async Task<Finding> Look(Connection connection, HealthLimits limits, CancellationToken cancellationToken)
    {
        using var giveUp = new CancellationTokenSource(limits.GiveUpAfter, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token, cancellationToken);
        try
        {
            return await look.At(connection, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Bad(HealthCause.Unreachable, $"Odoo gave no answer within {limits.GiveUpAfter.TotalSeconds:0} seconds. Check that the server is up and not overloaded.");
        }
    }
}
