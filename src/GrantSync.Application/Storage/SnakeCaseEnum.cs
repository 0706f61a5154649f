using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GrantSync.Application.Storage;

/// <summary>Keeps an enum as a lower-case word, readable in SQL.</summary>
internal sealed class SnakeCaseEnum<TEnum>() : ValueConverter<TEnum, string>(
    value => GrantSyncDb.SnakeCase(value.ToString()),
    word => Enum.Parse<TEnum>(word.Replace("_", "", StringComparison.Ordinal), true))
    where TEnum : struct, Enum;
