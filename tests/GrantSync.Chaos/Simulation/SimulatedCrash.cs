using Npgsql;

namespace GrantSync.Chaos.Simulation;

/// <summary>The process is gone, or its connection to PostgreSQL is: an exception that the engine neither handles nor takes for a bug.</summary>
internal sealed class SimulatedCrash(string at) : NpgsqlException($"Simulated crash at {at}.");

/// <summary>What must never happen has happened.</summary>
internal sealed class ViolationException(string message) : Exception(message);
