using Microsoft.Extensions.DependencyInjection;

namespace GrantSync.Application.Jobs;

/// <summary>Work that comes round by the clock, on one node at a time. It throws when it fails; the scheduler keeps that as the run's end.</summary>
public interface ITimedWork
{
    /// <summary>Does what is due.</summary>
    /// <param name="all">Asked for by hand: does it for every tenant, due or not.</param>
    /// <param name="cancellationToken">The node stops.</param>
    /// <returns>What was done, in a few words for the jobs page: <c>12 tenants read, 1 could not be</c>.</returns>
    Task<string> Run(bool all, CancellationToken cancellationToken);
}

/// <summary>A job: what comes round, and how often.</summary>
/// <param name="Name">A short lower-case word with hyphens; its id in the database.</param>
/// <param name="Words">What it does, in a sentence for the jobs page.</param>
/// <param name="Every">Time between two runs.</param>
/// <param name="Work">The work's class, a singleton of the services.</param>
public sealed record Job(string Name, string Words, TimeSpan Every, Type Work);

public static class TimedWorkServices
{
    public static IServiceCollection AddTimedWork<TWork>(this IServiceCollection services, string name, string words, TimeSpan every)
        where TWork : class, ITimedWork =>
        services.AddSingleton<TWork>().AddSingleton(new Job(name, words, every, typeof(TWork)));
}
