using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GrantSync.Odoo.Tests;

/// <summary>A real listener on this machine that treats each connection as the test says, and counts what reached it.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Connection, Task> treat;
    private readonly Task accepting;
    private int connections;
    private int requests;

    public LoopbackServer(Func<Connection, Task> treat)
    {
        this.treat = treat;
        listener.Start();
        accepting = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public int Connections => connections;

    /// <summary>Requests that arrived whole.</summary>
    public int Requests => requests;

    /// <summary>The body of the last whole request.</summary>
    public string LastBody { get; private set; } = "";

    /// <summary>A server that answers each request with the same bytes and keeps the connection.</summary>
    public static LoopbackServer Answering(string head, byte[] body) => new(async connection =>
    {
        while (await connection.ReadRequest()) { await connection.Answer(head, body); }
    });

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task Accept()
    {
        var running = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                running.Add(Serve(client));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException) { break; }
        }
        await Task.WhenAll(running);
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                await treat(new Connection(this, client));
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
            {
                // the client went away or the test is over
            }
        }
    }

    internal sealed class Connection(LoopbackServer server, TcpClient client)
    {
        private readonly NetworkStream stream = client.GetStream();

        /// <summary>Reads one request with its body; false when the client has closed instead.</summary>
        public async Task<bool> ReadRequest()
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await stream.ReadAsync(one, server.stop.Token) == 0) { return false; }
                head.Append((char)one[0]);
            }
            var length = head.ToString().Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
            var body = new byte[int.Parse(length[16..], CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body, server.stop.Token);
            server.LastBody = Encoding.UTF8.GetString(body);
            Interlocked.Increment(ref server.requests);
            return true;
        }

        /// <summary>Answers with a status line and headers, and that body. Its length is sent unless the head gives one.</summary>
        public async Task Answer(string head, byte[] body)
        {
            var length = head.Contains("Content-Length", StringComparison.Ordinal) ? "" : $"Content-Length: {body.Length}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\n{length}\r\n"), server.stop.Token);
            await stream.WriteAsync(body, server.stop.Token);
        }

        /// <summary>Says nothing until the test ends.</summary>
        public Task Silence() => Task.Delay(Timeout.Infinite, server.stop.Token);

        /// <summary>Closes with a reset, as a machine that goes down does.</summary>
        public void Reset() => client.Client.Close(0);
    }
}
