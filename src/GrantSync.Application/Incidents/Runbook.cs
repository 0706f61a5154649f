using GrantSync.Application.Health;

namespace GrantSync.Application.Incidents;

/// <summary>What a cause means and what to try, in this order. An alert carries the first step, the page of an incident all of them.</summary>
/// <param name="Title">The cause in a few words, as it stands in a mail's subject.</param>
/// <param name="Means">What has happened, and what it does to the tenant.</param>
/// <param name="Steps">From the quickest to the dearest; the first is what most often helps.</param>
public sealed record RunbookChapter(HealthCause Cause, string Title, string Means, IReadOnlyList<string> Steps);

/// <summary>One chapter a cause; docs/manual/runbook.md has the same words, which a test holds.</summary>
public static class Runbook
{
    public static IReadOnlyList<RunbookChapter> Chapters { get; } =
    [
        new(
            HealthCause.BadKey,
            "Odoo does not accept the key",
            "Odoo answers, but refuses the user or the API key. Nothing is written until a key works; edits wait here.",
            [
                "Ask the organisation's admin to make a new API key for GrantSync's user in Odoo, and to save it on the page Connection.",
                "Check in Odoo that the user still exists, is active, and has the same login.",
                "Do not test over and over: five failed sign-ins make Odoo refuse everybody at that address for a minute.",
            ]),
        new(
            HealthCause.KeyExpired,
            "The key has expired or was withdrawn",
            "Odoo 18 and newer give a key a last day. It worked before and no longer does, or will stop soon.",
            [
                "Ask the organisation's admin to make a new API key in Odoo with a later last day, and to save it on the page Connection.",
                "In Odoo an administrator may make a key without a last day; other users are held to what their group allows.",
                "Put the new last day in a calendar that somebody reads.",
            ]),
        new(
            HealthCause.KeyUnreadable,
            "The saved key cannot be opened",
            "The key lies here sealed, and the key ring that opens it is not on this machine. The fault is on our side, not in Odoo.",
            [
                "Check that every node uses the same keys folder, and that GrantSync may read it: ./grantsync doctor says so.",
                "Put the keys folder back from its backup, and restart the nodes.",
                "When the ring is lost, each organisation's admin must enter the API key again on the page Connection.",
            ]),
        new(
            HealthCause.MissingRight,
            "A right is missing in Odoo",
            "The key works, but a group has been taken from GrantSync's user. Plans cannot be read, or accounts cannot be written.",
            [
                "Ask the Odoo administrator to give GrantSync's user the groups Analytic Accounting and Project: Administrator again.",
                "Being an administrator of Odoo is not enough: the group Analytic Accounting must be set by itself.",
                "Press Test the connection: its steps name the right that is missing.",
            ]),
        new(
            HealthCause.PlanGone,
            "A plan or its column is gone",
            "An analytic plan that carries our accounts has been deleted or made a sub-plan, so analytic lines lost its column.",
            [
                "Ask the bookkeepers who changed the plans, and why, before anything is sent again.",
                "Was it made a sub-plan? Make it a top plan again in Odoo: its column and its numbers come back.",
                "Was it deleted? Choose another plan on the page Connection; the accounts must then be written again. Pause sending until that is agreed.",
            ]),
        new(
            HealthCause.Unreachable,
            "Odoo cannot be reached",
            "Nobody answers at the address, or a proxy says that Odoo is away. What was edited waits here and is sent by itself afterwards.",
            [
                "Open the address in a browser from another network: does the sign-in page of Odoo appear?",
                "Is it an update, or a server of the organisation's own that is down? Ask its administrator, and plan maintenance here if it takes longer.",
                "Does it answer in a browser but not here? Check the name, the certificate, and a firewall that may shut out this server.",
            ]),
        new(
            HealthCause.NotOdoo,
            "Something else than Odoo answers",
            "A web server answers at the address, but not Odoo: a page of a proxy, another site, or a redirect.",
            [
                "Open the address in a browser: it must show Odoo itself, without another page before it.",
                "Has Odoo moved? Ask the organisation's admin to correct the address on the page Connection.",
                "A sign-in page, a firewall or a protection against robots in front of Odoo must let /xmlrpc/2 through.",
            ]),
        new(
            HealthCause.Slow,
            "Odoo is slow",
            "Odoo works, but takes longer than the organisation's threshold. Sending goes on, more slowly.",
            [
                "Look at the latency on the status page: did it rise at once, or over weeks?",
                "At once: ask the administrator what runs there now, such as an import, a backup or an update. Over weeks: the server needs more room.",
                "Is it always so? Set the organisation's threshold to what is usual there.",
            ]),
        new(
            HealthCause.TooManyCalls,
            "Odoo takes no more calls for now",
            "Odoo, or what stands before it, asks for fewer calls. GrantSync waits by itself; sending takes longer.",
            [
                "Lower Calls a minute on the page Connection; Odoo Online bears about 60.",
                "Does another program use the same user or the same address? Give GrantSync a user of its own.",
                "Ask the host of Odoo what the limit is.",
            ]),
        new(
            HealthCause.VersionChanged,
            "Odoo has another version",
            "Odoo was updated since the connection was tested. Fields and rules may have changed, so nothing should be trusted unseen.",
            [
                "Pause sending, then press Test the connection and read its steps.",
                "Ask the organisation's admin to save the connection again: plans and versions are read anew.",
                "Compare with Odoo on the page Drift, resume, and look at the first calls in the sync log.",
            ]),
        new(
            HealthCause.OdooFailed,
            "Odoo fails",
            "Odoo takes the call and answers with a failure of its own: a module that broke, or a database in trouble.",
            [
                "Open the failing call in the sync log and send its words to the Odoo administrator.",
                "Was a module installed or updated at that time? It is the first suspect.",
                "Press Ping now after each change there; two good pings make the organisation green again.",
            ]),
        new(
            HealthCause.NotMeasured,
            "Not measured",
            "No ping ran when it was due. The organisation's Odoo may be well: the fault is in GrantSync.",
            [
                "Check that a worker runs: look at the page of jobs, and at the nodes' logs.",
                "Restart the node that holds the job; another one takes over within a minute.",
                "Press Ping now: a ping by hand shows whether Odoo itself is well.",
            ]),
    ];

    private static readonly Dictionary<HealthCause, RunbookChapter> ByCause = Chapters.ToDictionary(c => c.Cause);

    public static RunbookChapter Of(HealthCause cause) => ByCause[cause];
}
