using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GrantSync.Application.Budgets;
using GrantSync.Application.Pipeline;
using Microsoft.AspNetCore.Mvc;
using static GrantSync.Web.Languages.Language;

namespace GrantSync.Web.Pages;

/// <summary>JSON for the pages' own scripts. Decimals travel as text: a browser's numbers cannot hold all of them.</summary>
internal static class PageJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DecimalAsText() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { SayProblems } },
    };

    public static JsonResult Of<T>(Result<T> result) => result.Refusal is { } refusal
        ? new JsonResult(PageRefusals.Shown(refusal), Options) { StatusCode = PageRefusals.StatusOf(refusal) }
        : new JsonResult(result.Value, Options);

    /// <summary>What Odoo refused, and why nothing moves, was kept in English, whoever reads it.</summary>
    private static void SayProblems(JsonTypeInfo type)
    {
        foreach (var problem in type.Properties.Where(p => type.Type == typeof(RecordState) && p.AttributeProvider is PropertyInfo { Name: nameof(RecordState.Problem) }))
        {
            problem.Get = state => Said(((RecordState)state).Problem);
        }

        foreach (var stopped in type.Properties.Where(p => type.Type == typeof(SyncProgress) && p.AttributeProvider is PropertyInfo { Name: nameof(SyncProgress.Stopped) }))
        {
            stopped.Get = progress => Said(((SyncProgress)progress).Stopped);
        }
    }

    private sealed class DecimalAsText : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            decimal.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("0.############", CultureInfo.InvariantCulture));
    }
}
