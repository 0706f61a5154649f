namespace GrantSync.Application.Storage.Embedded;

/// <summary>
/// Who the server runs as. PostgreSQL refuses to run as root, so root hands it to an account without rights; anyone else runs it himself.
/// </summary>
internal sealed class ServerAccount
{
    private readonly string[] prefix;

    private ServerAccount(string? ids) =>
        prefix = ids is null ? [] : ["setpriv", $"--reuid={ids.Split(':')[0]}", $"--regid={ids.Split(':')[1]}", "--clear-groups", "--"];

    public bool IsAnother => prefix.Length > 0;

    /// <summary>For an existing cluster its owner, so that what a user began root can go on with; for a new one `postgres` or `nobody`.</summary>
    public static async Task<ServerAccount> For(string? existingCluster, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess) { return new ServerAccount(null); }

        if (existingCluster is not null)
        {
            var owner = await HostCommand.Run(["stat", "-c", "%u:%g", existingCluster], cancellationToken);
            if (owner.Succeeded && !owner.Output.StartsWith("0:", StringComparison.Ordinal)) { return new ServerAccount(owner.Output); }
        }

        foreach (var name in new[] { "postgres", "nobody" })
        {
            var user = await HostCommand.Run(["id", "-u", name], cancellationToken);
            var group = await HostCommand.Run(["id", "-g", name], cancellationToken);
            if (user.Succeeded && group.Succeeded) { return await Tried(new ServerAccount($"{user.Output}:{group.Output}"), name, cancellationToken); }
        }

        throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor 'nobody' to run it as. "
            + "Create one (useradd --system postgres) or start GrantSync as an ordinary user.");
    }

    public Task<HostCommand.Answer> Run(IEnumerable<string> command, CancellationToken cancellationToken) =>
        HostCommand.Run([.. prefix, .. command], cancellationToken);

    public async Task<bool> Can(string right, string path, CancellationToken cancellationToken) =>
        (await Run(["test", right, path], cancellationToken)).Succeeded;

    /// <summary>Gives a file or folder, with all it holds, to this account.</summary>
    public async Task Own(string path, CancellationToken cancellationToken)
    {
        if (!IsAnother) { return; }

        var ids = $"{prefix[1].Split('=')[1]}:{prefix[2].Split('=')[1]}";
        var answer = await HostCommand.Run(["chown", "-R", ids, path], cancellationToken);
        if (!answer.Succeeded)
        {
            throw new EmbeddedPostgresException($"The folder {path} could not be given to the user that runs PostgreSQL: {answer.Output}");
        }
    }

    private static async Task<ServerAccount> Tried(ServerAccount account, string name, CancellationToken cancellationToken)
    {
        var answer = await account.Run(["true"], cancellationToken);
        return answer.Succeeded
            ? account
            : throw new EmbeddedPostgresException(
                $"PostgreSQL does not run as root, and becoming the user '{name}' with setpriv failed: {answer.Output}. "
                + "Install util-linux (apt-get install util-linux) or start GrantSync as an ordinary user.");
    }
}
