using GrantSync.Application.Pipeline;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GrantSync.Web.Hosting;

/// <summary>Spans and meters to an OpenTelemetry collector, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal sealed class Exports(TracerProvider spans, MeterProvider meters) : IDisposable
{
    public static Exports? Start()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            return null;
        }

        var resource = ResourceBuilder.CreateDefault().AddService("grantsync", serviceVersion: typeof(Exports).Assembly.GetName().Version?.ToString(3));
        return new Exports(
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource(Telemetry.Source.Name, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Quartz").AddOtlpExporter().Build(),
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter(Telemetry.Source.Name, "Microsoft.AspNetCore.Hosting", "System.Net.Http", "Npgsql", "Quartz").AddOtlpExporter().Build());
    }

    public void Dispose()
    {
        spans.Dispose();
        meters.Dispose();
    }
}
