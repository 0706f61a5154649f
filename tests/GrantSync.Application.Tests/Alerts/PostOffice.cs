using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GrantSync.Application.Alerts;

namespace GrantSync.Application.Tests.Alerts;

/// <summary>A letter as it came: who it was for, its head and its parts.</summary>
internal sealed record Letter(IReadOnlyList<string> To, string Source)
{
    public string? Head(string name)
    {
        var head = Source[..Source.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal);
        var line = head.Split("\r\n").SingleOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return line?[(name.Length + 1)..].Trim();
    }

    /// <summary>The parts' text, as a mail program would show it.</summary>
    public string Text => string.Join('\n', Source.Split("\r\n\r\n").Skip(1).Select(Decoded));

    private static string Decoded(string part)
    {
        var first = part.Split("\r\n--")[0];
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(first));
        }
        catch (FormatException)
        {
            var plain = first.Replace("=\r\n", "", StringComparison.Ordinal);
            return System.Text.RegularExpressions.Regex.Replace(plain, "=([0-9A-F]{2})", m => ((char)Convert.ToByte(m.Groups[1].Value, 16)).ToString());
        }
    }
}

/// <summary>A mail server on loopback that speaks SMTP: EHLO, AUTH LOGIN, MAIL, RCPT, DATA with its dots, RSET, QUIT. Stops and starts on one port.</summary>
internal sealed class PostOffice : IAsyncDisposable
{
    public const string User = "alerts", Password = "open-sesame-of-the-post";
    private TcpListener? listener;
    private CancellationTokenSource? closing;
    private Task accepting = Task.CompletedTask;

    public int Port { get; private set; }

    public ConcurrentQueue<Letter> Letters { get; } = new();

    /// <summary>Answers that are not the usual ones: by the command's first word, such as <c>RCPT</c>; null for silence.</summary>
    public Func<string, string?, string?> Answer { get; set; } = (_, usual) => usual;

    /// <summary>Takes letters only after a sign-in.</summary>
    public bool NeedsSignIn { get; init; }

    /// <summary>Offered with STARTTLS; null for a server without it.</summary>
    public X509Certificate2? Certificate { get; init; }

    public MailServer Server(string? password = null) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Tls = false,
        From = "GrantSync <alerts@grantsync.example.org>",
        User = password is null ? null : User,
        Password = password,
    };

    public static PostOffice Open(bool needsSignIn = false, X509Certificate2? certificate = null)
    {
        var office = new PostOffice { NeedsSignIn = needsSignIn, Certificate = certificate };
        office.OpenAgain();
        return office;
    }

    public void OpenAgain()
    {
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        closing = new CancellationTokenSource();
        accepting = Accept(listener, closing.Token);
    }

    public async Task Close()
    {
        await closing!.CancelAsync();
        listener!.Stop();
        await accepting;
    }

    public async ValueTask DisposeAsync()
    {
        if (!closing!.IsCancellationRequested)
        {
            await Close();
        }

        closing.Dispose();
        listener!.Dispose();
    }

    private async Task Accept(TcpListener at, CancellationToken closed)
    {
        while (!closed.IsCancellationRequested)
        {
            try
            {
                var client = await at.AcceptTcpClientAsync(closed);
                _ = Serve(client, closed);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Serve(TcpClient client, CancellationToken closed)
    {
        using var _ = client;
        try
        {
            await using var stream = client.GetStream();
            await stream.WriteAsync("220 post.example.org ESMTP\r\n"u8.ToArray(), closed);
            await Talk(stream, closed);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or AuthenticationException)
        {
            // the other side hung up
        }
    }

    private async Task Talk(Stream stream, CancellationToken closed)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        await using var writer = new StreamWriter(stream, Encoding.Latin1, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        var (to, signedIn) = (new List<string>(), false);
        while (await reader.ReadLineAsync(closed) is { } line)
        {
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (word)
            {
                case "EHLO":
                    await writer.WriteLineAsync($"250-post.example.org\r\n250-8BITMIME\r\n{(Certificate is null ? "" : "250-STARTTLS\r\n")}250-AUTH LOGIN\r\n250 SIZE 1000000");
                    continue;
                case "STARTTLS" when Certificate is not null:
                    await writer.WriteLineAsync("220 Go ahead");
                    await using (var tls = new SslStream(stream, leaveInnerStreamOpen: true))
                    {
                        await tls.AuthenticateAsServerAsync(Certificate);
                        await Talk(tls, closed);
                    }

                    return;
                case "AUTH":
                    signedIn = await SignIn(line, reader, writer, closed);
                    await writer.WriteLineAsync(signedIn ? "235 2.7.0 Welcome" : "535 5.7.8 Wrong user or password");
                    continue;
                case "MAIL" when NeedsSignIn && !signedIn:
                    await writer.WriteLineAsync("530 5.7.0 Authentication required");
                    continue;
                case "RCPT":
                    to.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                    break;
                case "RSET":
                    to.Clear();
                    break;
            }

            var usual = word switch { "DATA" => "354 Go on", "QUIT" => "221 Bye", "MAIL" or "RCPT" or "RSET" or "NOOP" => "250 Fine", _ => "502 What?" };
            if (Answer(line, usual) is not { } answer)
            {
                await Task.Delay(Timeout.Infinite, closed);
                return;
            }

            if (word == "RCPT" && answer[0] != '2')
            {
                to.RemoveAt(to.Count - 1);
            }

            await writer.WriteLineAsync(answer);
            if (word == "DATA" && answer.StartsWith("354", StringComparison.Ordinal))
            {
                Letters.Enqueue(new Letter([.. to], await Read(reader, closed)));
                to.Clear();
                await writer.WriteLineAsync(Answer("END", "250 Taken"));
            }
        }
    }

    private static async Task<bool> SignIn(string line, StreamReader reader, StreamWriter writer, CancellationToken closed)
    {
        async Task<string> Ask(string question)
        {
            await writer.WriteLineAsync($"334 {Convert.ToBase64String(Encoding.UTF8.GetBytes(question))}");
            return Said(await reader.ReadLineAsync(closed) ?? "");
        }

        static string Said(string word) => Encoding.UTF8.GetString(Convert.FromBase64String(word));
        var user = line.Split(' ') is [_, _, var first] ? Said(first) : await Ask("Username:");
        return (user, await Ask("Password:")) == (User, Password);
    }

    /// <summary>A line of one dot ends the letter; a dot at the head of a line came with another one before it.</summary>
    private static async Task<string> Read(StreamReader reader, CancellationToken closed)
    {
        var letter = new StringBuilder();
        while (await reader.ReadLineAsync(closed) is { } line && line != ".")
        {
            letter.Append(CultureInfo.InvariantCulture, $"{(line.StartsWith('.') ? line[1..] : line)}\r\n");
        }

        return letter.ToString();
    }
}
