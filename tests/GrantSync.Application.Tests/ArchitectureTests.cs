using System.Reflection;
using GrantSync.Application.Pipeline;
using GrantSync.Application.Storage;
using GrantSync.Odoo;
using GrantSync.Sandbox;
using MediatR;

namespace GrantSync.Application.Tests;

public sealed class ArchitectureTests
{
    private static readonly Assembly Application = typeof(GrantSyncDb).Assembly;

    [Fact]
    public void Application_knows_odoo_only_and_odoo_and_the_sandbox_stand_alone()
    {
        Assert.Equal(["GrantSync.Odoo"], Ours(Application));
        Assert.Empty(Ours(typeof(IOdooClient).Assembly));
        Assert.Empty(Ours(typeof(SandboxServer).Assembly));
    }

    [Fact]
    public void Every_request_says_who_may_send_it()
    {
        var requests = Application.GetTypes().Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)) && !t.IsAbstract).ToList();
        Assert.True(requests.Count > 20);
        Assert.DoesNotContain(requests, t => t.GetCustomAttribute<AllowAttribute>() is null);
    }

    [Fact]
    public void Every_request_has_one_handler()
    {
        var handled = Application.GetTypes().SelectMany(t => t.GetInterfaces())
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) && !i.ContainsGenericParameters).Select(i => i.GetGenericArguments()[0]).ToList();
        var requests = Application.GetTypes().Where(t => !t.IsInterface && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)));
        Assert.Equal(requests.OrderBy(t => t.FullName, StringComparer.Ordinal), handled.OrderBy(t => t.FullName, StringComparer.Ordinal));
    }

    [Fact]
    public void Calls_to_odoo_leave_through_the_log_only()
    {
        // IOdooClient.Send is called in one type of the application, the one that writes the log row first
        var send = typeof(IOdooClient).GetMethod(nameof(IOdooClient.Send))!;
        var callers = Application.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(m => Calls(m, send))
            .Select(m => m.DeclaringType!)
            .Select(t => t.DeclaringType ?? t)
            .Distinct()
            .ToList();
        Assert.Equal(["LoggedCalls"], callers.Select(t => t.Name));
    }

    private static List<string> Ours(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("GrantSync", StringComparison.Ordinal))];

    /// <summary>Looks for the method's token in the IL of a caller: tokens stand as four bytes behind call and callvirt.</summary>
    private static bool Calls(MethodInfo caller, MethodInfo called)
    {
        if (caller.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            return false;
        }

        for (var at = 0; at + 5 <= il.Length; at++)
        {
            if (il[at] is not (0x28 or 0x6F))
            {
                continue;
            }

            try
            {
                var target = caller.Module.ResolveMethod(
                    BitConverter.ToInt32(il, at + 1),
                    caller.DeclaringType?.GetGenericArguments(),
                    caller.IsGenericMethod ? caller.GetGenericArguments() : null);
                if (target is MethodInfo { IsGenericMethod: true } generic && generic.GetGenericMethodDefinition() == called)
                {
                    return true;
                }
            }
            catch (ArgumentException)
            {
                // four bytes that are no token
            }
        }

        return false;
    }
}
