namespace GrantSync.Application.Pipeline;

/// <summary>What a person can cause and must be told of, as a sentence for that person. What only a bug can cause throws instead.</summary>
public abstract record Refusal(string Sentence);

/// <summary>The thing asked for is not there, or not for this caller.</summary>
public record NotFound(string Sentence) : Refusal(Sentence);

/// <summary>The thing has changed since the caller saw it.</summary>
public record Conflict(string Sentence) : Refusal(Sentence);

/// <summary>The caller's role does not allow it.</summary>
public record Forbidden(string Sentence) : Refusal(Sentence);

/// <summary>Something typed cannot be right; <see cref="Fields"/> says where.</summary>
public record Invalid(string Sentence, IReadOnlyList<FieldError> Fields) : Refusal(Sentence)
{
    public Invalid(string field, string sentence)
        : this(sentence, [new FieldError(field, sentence)])
    {
    }
}

/// <summary>One wrong field, named as the request names it (<c>Lines[3].UnitValue</c>).</summary>
public sealed record FieldError(string Field, string Sentence);

/// <summary>The answer of a use case: a value, or a refusal.</summary>
public sealed class Result<T> : IRefusable<Result<T>>
{
    private readonly T? value;

    private Result(T? value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    public bool IsRefused => Refusal is not null;

    /// <summary>The value; reading it of a refused result is a bug and throws.</summary>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Sentence}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);

    static Result<T> IRefusable<Result<T>>.Refuse(Refusal refusal) => new(default, refusal);
}

/// <summary>Lets the pipeline refuse without knowing the value's type.</summary>
public interface IRefusable<TSelf>
    where TSelf : IRefusable<TSelf>
{
    Refusal? Refusal { get; }

    static abstract TSelf Refuse(Refusal refusal);
}

/// <summary>The value of a use case that has nothing to say but that it is done.</summary>
public readonly record struct Done
{
    public static readonly Done Instance;
}
