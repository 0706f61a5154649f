using System.IO.Compression;
using System.Xml;

namespace GrantSync.Application.Exchange;

/// <summary>Looks into a ZIP before it is opened as a workbook: nothing too large, too deep or self-referring reaches the reader.</summary>
internal static class PackedFile
{
    private const int Entries = 500;
    private const int Depth = 64;
    private const string Large = "Unpacked, this file is too large to be a budget. Leave out other sheets and pictures, or save it as CSV.";

    /// <summary>Why it is not opened, or null. What is no ZIP or no XML throws.</summary>
    public static string? Problem(byte[] content)
    {
        using var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        if (zip.GetEntry("xl/workbook.xml") is null)
        {
            return "This is a ZIP file, but no XLSX workbook. Save the budget as .xlsx or CSV.";
        }

        if (zip.Entries.Count > Entries)
        {
            return Large;
        }

        var left = FileLimits.UnpackedBytes;
        foreach (var entry in zip.Entries)
        {
            // what the directory says of an entry's size is the writer's word only
            using var counted = new CountedStream(entry.Open(), left);
            try
            {
                if (entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
                {
                    using var xml = XmlReader.Create(counted, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
                    while (xml.Read())
                    {
                        if (xml.Depth > Depth)
                        {
                            return Large;
                        }
                    }
                }
                else
                {
                    counted.CopyTo(Stream.Null);
                }
            }
            catch (TooLargeException)
            {
                return Large;
            }

            left = counted.Left;
        }

        return null;
    }

    private sealed class TooLargeException : Exception;

    private sealed class CountedStream(Stream inner, long left) : Stream
    {
        public long Left { get; private set; } = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Left -= read;
            return Left < 0 ? throw new TooLargeException() : read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
