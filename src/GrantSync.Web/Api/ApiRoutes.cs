using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;

namespace GrantSync.Web.Api;

/// <summary>The HTTP API, one file a feature. A route binds, sends one request and maps its answer; the rules are the request's.</summary>
internal static class ApiRoutes
{
    public const string Root = "/api/v1";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemSentences.Fill);
        services.AddExceptionHandler<UnreadableRequests>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(options => Configure(options.SerializerOptions));
        services.AddApiDescription();
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root);
        api.MapMe();
        api.MapUnits();
        api.MapDonors();
        api.MapTemplates();
        api.MapGrants();
        api.MapBudgets();
        api.MapAmendments();
        api.MapExchange();
        api.MapSync();
        api.MapSyncState();
        api.MapAdoption();
        api.MapDrift();
        api.MapActuals();
        api.MapConnection();
        api.MapTenants();
        api.MapSyncLog();
        api.MapUsers();
        api.MapEvents();

        // the description is as public as the manual; it holds nothing of any tenant
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }

    /// <summary>What a script misspells is refused, never ignored: an unknown field, a field twice, null where a value is needed.</summary>
    private static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NoNullAmongItems, WhatMayBeNullMayBeLeftOut } };
    }

    private static void WhatMayBeNullMayBeLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.IsSetNullable))
        {
            property.IsRequired = false;
        }
    }

    /// <summary><see cref="JsonSerializerOptions.RespectNullableAnnotations"/> does not look into lists.</summary>
    private static void NoNullAmongItems(JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
        {
            type.OnDeserialized = list =>
            {
                if (((IEnumerable)list).Cast<object?>().Contains(null))
                {
                    throw new JsonException("An item is null.");
                }
            };
        }
    }
}
