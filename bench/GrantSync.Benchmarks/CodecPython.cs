using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GrantSync.Benchmarks;

/// <summary>What Python's <c>xmlrpc.client</c> took for the same work.</summary>
/// <param name="EncodeSeconds">Both documents, from values to UTF-8 bytes; the median.</param>
/// <param name="DecodeSeconds">Both documents, from bytes to values; the median.</param>
/// <param name="SameBytes">Whether its bytes equal ours.</param>
internal sealed record CodecPython(double EncodeSeconds, double DecodeSeconds, bool SameBytes)
{
    private const string Program =
        """
        import statistics, sys, time
        import xmlrpc.client as rpc

        rounds, answer_size, call_size = (int(word) for word in sys.argv[1:])
        answer, call = sys.stdin.buffer.read(answer_size), sys.stdin.buffer.read(call_size)

        def decode():
            return rpc.loads(answer), rpc.loads(call)

        ((value, _), (params, method)) = decode()

        def encode():
            return (rpc.dumps(value, methodresponse=True).encode(), rpc.dumps(params, method).encode())

        def median(work):
            taken = []
            for _ in range(rounds):
                start = time.perf_counter()
                work()
                taken.append(time.perf_counter() - start)
            return statistics.median(taken)

        print(median(encode), median(decode), encode() == (answer, call))
        """;

    /// <summary>Runs it on those bytes; null when there is no python3.</summary>
    public static CodecPython? Measure(byte[] answer, byte[] call, int rounds)
    {
        var start = new ProcessStartInfo("python3", ["-c", Program, $"{rounds}", $"{answer.Length}", $"{call.Length}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var python = Process.Start(start)!;
            python.StandardInput.BaseStream.Write(answer);
            python.StandardInput.BaseStream.Write(call);
            python.StandardInput.Close();
            var words = python.StandardOutput.ReadToEnd().Split();
            python.WaitForExit();
            return new CodecPython(Number(words[0]), Number(words[1]), words[2] == "True");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}
