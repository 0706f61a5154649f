using System.Security.Cryptography;
using GrantSync.Application;
using GrantSync.Application.Pipeline;
using MediatR;

namespace GrantSync.Web.Commands;

/// <summary>The use cases at the operator's terminal: no server, no worker, one scope a request.</summary>
internal sealed class Office : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private Office(WebSettings settings)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddGrantSync(settings.ForApplication() with { Worker = false });
        services = collection.BuildServiceProvider();
    }

    public static async Task<Office> Open(CancellationToken cancellationToken)
    {
        var settings = Settings.Read();
        await DatabaseState.MustServe(settings.ConnectionString, cancellationToken);
        if (await DatabaseState.NotMigrated(settings.ConnectionString, cancellationToken) is { } older)
        {
            throw new CannotRunException(older);
        }

        Hosting.KeysFolder.Prepare(settings.KeysFolder);
        return new Office(settings);
    }

    /// <summary>Throws <see cref="CannotRunException"/> with the sentences of a refusal.</summary>
    public async Task<T> Send<T>(IRequest<Result<T>> request, Action<Caller> asWhom, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        asWhom(scope.ServiceProvider.GetRequiredService<Caller>());
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
        return result.Refusal switch
        {
            null => result.Value,
            Invalid { Fields.Count: > 1 } invalid => throw new CannotRunException(string.Join(Environment.NewLine, invalid.Fields.Select(f => $"{f.Field}: {f.Sentence}"))),
            var refusal => throw new CannotRunException(refusal.Sentence),
        };
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>A password to be shown once: 20 characters that nobody mistakes for each other.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679", 20);
}
