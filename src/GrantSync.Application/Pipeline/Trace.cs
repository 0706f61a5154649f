using System.Diagnostics;
using System.Diagnostics.Metrics;
using MediatR;

namespace GrantSync.Application.Pipeline;

/// <summary>A span a use case, named after its request, so that a log row's trace id leads to who asked.</summary>
internal sealed class Trace<TRequest, TAnswer> : IPipelineBehavior<TRequest, TAnswer>
    where TRequest : IRequest<TAnswer>
    where TAnswer : IRefusable<TAnswer>
{
    public async Task<TAnswer> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next)
    {
        using var span = Telemetry.Source.StartActivity(typeof(TRequest).Name);
        var answer = await next();
        span?.SetTag("refused", answer.Refusal?.GetType().Name);
        return answer;
    }
}

/// <summary>The product's one source of spans and one meter.</summary>
public static class Telemetry
{
    public static readonly ActivitySource Source = new("GrantSync");
    public static readonly Meter Meter = new("GrantSync");

    /// <summary>Without a listener there are no spans, and a log row would have no trace id when nothing is exported.</summary>
    static Telemetry() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source == Source,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    });
}
