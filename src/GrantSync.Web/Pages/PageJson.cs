using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using GrantSync.Application.Pipeline;
using Microsoft.AspNetCore.Mvc;

namespace GrantSync.Web.Pages;

/// <summary>JSON for the pages' own scripts. Decimals travel as text: a browser's numbers cannot hold all of them.</summary>
internal static class PageJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DecimalAsText() },
    };

    public static JsonResult Of<T>(Result<T> result) => result.Refusal is { } refusal
        ? new JsonResult(PageRefusals.Shown(refusal), Options) { StatusCode = PageRefusals.StatusOf(refusal) }
        : new JsonResult(result.Value, Options);

    private sealed class DecimalAsText : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            decimal.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("0.############", CultureInfo.InvariantCulture));
    }
}
