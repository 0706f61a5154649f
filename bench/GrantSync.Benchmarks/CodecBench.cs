using System.Buffers;
using System.Diagnostics;
using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Benchmarks;

/// <summary>
/// How fast the XML-RPC codec is beside Python's own (<c>xmlrpc.client</c>, which Odoo runs on), on the same bytes in the same run:
/// an answer of 1,000 ledger lines with 12 fields, and a <c>load</c> of 1,000 rows.
/// </summary>
public static class CodecBench
{
    private const int Rounds = 9;
    private const int EncodeAim = 4;
    private const int DecodeAim = 10;

    /// <summary>Prints one line each for encoding and decoding; without a <c>python3</c> on the PATH only our own figures.</summary>
    public static void Run(TextWriter output)
    {
        var answer = CodecSample.Answer(1000);
        var call = CodecSample.LoadCall(1000);
        var answerBytes = Encode(buffer => XmlRpcWriter.WriteAnswer(buffer, answer));
        var callBytes = Encode(buffer => XmlRpcWriter.WriteCall(buffer, call.Method, call.Params));
        var megabytes = (answerBytes.Length + callBytes.Length) / 1e6;

        var room = new ArrayBufferWriter<byte>();
        var encode = MedianSeconds(() =>
        {
            room.ResetWrittenCount();
            XmlRpcWriter.WriteAnswer(room, answer);
            XmlRpcWriter.WriteCall(room, call.Method, call.Params);
        });
        var decode = MedianSeconds(() =>
        {
            XmlRpcReader.ReadAnswer(answerBytes);
            XmlRpcReader.ReadCall(callBytes);
        });

        var python = CodecPython.Measure(answerBytes, callBytes, Rounds);
        output.WriteLine(Line("encode", megabytes / encode, megabytes / python?.EncodeSeconds, EncodeAim));
        output.WriteLine(Line("decode", megabytes / decode, megabytes / python?.DecodeSeconds, DecodeAim));
        if (python is { SameBytes: false }) { output.WriteLine("codec: python wrote other bytes than we did for the same values"); }
    }

    private static string Line(string what, double ours, double? pythons, int aim)
    {
        var beside = pythons is { } theirs
            ? FormattableString.Invariant($"python {theirs:0} MB/s, ratio {ours / theirs:0.0}")
            : "python absent: no python3 on the PATH";
        return FormattableString.Invariant($"codec {what}: {ours:0} MB/s, {beside} (aim {aim}x)");
    }

    private static byte[] Encode(Action<ArrayBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The median of several rounds, after enough of them unmeasured for the compiler to settle.</summary>
    private static double MedianSeconds(Action work)
    {
        var warmUp = Stopwatch.StartNew();
        while (warmUp.Elapsed < TimeSpan.FromMilliseconds(700)) { work(); }
        var rounds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            rounds[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return rounds.Order().ElementAt(Rounds / 2);
    }
}
