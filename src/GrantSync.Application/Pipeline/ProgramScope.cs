using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Application.Pipeline;

/// <summary>Scopes of what the program does without being asked.</summary>
public static class ProgramScope
{
    /// <summary>A scope that sees one tenant's rows, or with <see cref="Caller.EveryTenant"/> all.</summary>
    public static AsyncServiceScope AsTheProgram(this IServiceScopeFactory scopes, string tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().IsTheProgram(tenant);
        return scope;
    }
}
