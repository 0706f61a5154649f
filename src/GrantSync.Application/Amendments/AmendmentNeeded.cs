using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Amendments;

/// <summary>The saved budget of an awarded grant is not the one that was agreed.</summary>
public sealed record AmendmentNeeded(int Revision, string Changes)
    : Conflict($"This grant is awarded, and its budget differs from revision {Revision}: {Changes}. "
        + "Keep the change as an amendment with its reason, or discard it, under Revisions; then sync.");
