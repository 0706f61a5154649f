using GrantSync.Application.Storage;
using GrantSync.Application.Sync;
using GrantSync.Application.SyncLog;
using GrantSync.Odoo;

namespace GrantSync.Application.Drift;

/// <summary>What Odoo answers to one comparison. A call that fails ends it: half a look would take the rest for deleted.</summary>
internal sealed class DriftLook(LoggedCalls calls, DriftLimits limits)
{
    /// <summary>The records that are there, by id.</summary>
    public async Task<Dictionary<int, OdooRecord>> Read(
        DriftTarget target, DriftReading reading, SyncStage stage, IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        var there = new Dictionary<int, OdooRecord>();
        foreach (var some in ids.Chunk(limits.ReadAtOnce))
        {
            foreach (var record in await Ask(target, reading.Call(stage, some), "compare", cancellationToken))
            {
                there[record.Id] = record;
            }
        }

        return there;
    }

    /// <summary>
    /// Which of the records that were not found are deleted. A record that the user may not see any more is not found either, but its external
    /// id is still known.
    /// </summary>
    public async Task<IReadOnlySet<string>> Deleted(DriftTarget target, IReadOnlyList<OdooRecordHead> notFound, CancellationToken cancellationToken)
    {
        var deleted = new HashSet<string>(StringComparer.Ordinal);
        var asked = notFound.Take(limits.AskOneByOne).ToList();
        foreach (var head in asked)
        {
            var dot = head.ExternalId.IndexOf('.', StringComparison.Ordinal);
            var call = OdooCalls.CheckObjectReference(head.ExternalId[..dot], head.ExternalId[(dot + 1)..]);
            var answer = await calls.Send(target.Odoo, call, target.About("is it there", [head.Key]), cancellationToken);

            // an external id that points elsewhere by now is no longer this record
            if (answer.Kind == OutcomeKind.Missing || (answer.Kind == OutcomeKind.Ok && answer.Value!.Id != head.OdooId))
            {
                deleted.Add(head.Key);
            }
        }

        if (deleted.Count == asked.Count)
        {
            deleted.UnionWith(notFound.Skip(asked.Count).Select(h => h.Key));
        }

        return deleted;
    }

    /// <summary>Active accounts of a plan with these codes that are not among <paramref name="ours"/>.</summary>
    public async Task<ILookup<string, SameCode>> Others(
        DriftTarget target, int plan, IReadOnlyList<string> codes, IReadOnlySet<int> ours, CancellationToken cancellationToken)
    {
        var found = new List<(string Code, SameCode Other)>();
        foreach (var some in codes.Chunk(limits.ReadAtOnce))
        {
            var records = await Ask(target, DriftReading.SameCodes(plan, some), "same codes", cancellationToken);
            found.AddRange(records.Where(r => !ours.Contains(r.Id)).Select(r => (r.Text("code") ?? "", new SameCode(r.Id, r.Text("name") ?? ""))));
        }

        return found.ToLookup(f => f.Code, f => f.Other, StringComparer.Ordinal);
    }

    private async Task<T> Ask<T>(DriftTarget target, OdooCall<T> call, string operation, CancellationToken cancellationToken)
    {
        var answer = await calls.Send(target.Odoo, call, target.About(operation, []), cancellationToken);
        return answer.Kind == OutcomeKind.Ok ? answer.Value! : throw new DriftLookFailed(answer.Sentence);
    }
}

/// <summary>Odoo did not answer as it should; the message says why, in plain words.</summary>
internal sealed class DriftLookFailed(string sentence) : Exception(sentence);

/// <summary>Whose Odoo is compared, and who asked.</summary>
internal sealed record DriftTarget(string Tenant, IOdooClient Odoo, long? UserId)
{
    public CallAbout About(string operation, string[] keys) => new(Tenant, "drift", operation, keys, UserId: UserId);
}
