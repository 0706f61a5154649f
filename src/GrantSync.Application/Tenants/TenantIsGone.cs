using GrantSync.Application.Pipeline;

namespace GrantSync.Application.Tenants;

/// <summary>No tenant has that id, or none that the caller may see.</summary>
public sealed record TenantIsGone() : NotFound("There is no such tenant.");
