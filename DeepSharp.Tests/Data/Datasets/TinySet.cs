using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;

namespace DeepSharp.Tests.Data.Datasets;

/// <summary>A published set of two small files, with the network and the folders it may be in all made by the test.</summary>
internal sealed class TinySet : IDisposable
{
    internal static readonly byte[][] Content = ["the images"u8.ToArray(), "the labels"u8.ToArray()];

    internal static readonly DatasetSource Source = new("Tiny", "Datasets.Tiny", ["tiny", "Tiny/raw"],
        [Describe("images-idx3-ubyte", Content[0]), Describe("labels-idx1-ubyte", Content[1])],
        [new("https://one.test/tiny/"), new("https://two.test/tiny/")]);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    /// <summary>Answers each address; by default as without a network.</summary>
    internal Func<Uri, HttpContent?> Network { get; set; } = _ => throw new HttpRequestException("no network in this test");

    /// <summary>The addresses asked for.</summary>
    internal List<string> Requests { get; } = [];

    internal string CacheFolder => _folder.File("local/DeepSharp/datasets/tiny");

    internal string Folder(string name) => _folder.File(name);

    internal void SetVariable(string name, string folder) => _variables[name] = Folder(folder);

    /// <summary>Puts the files into a folder of this name; gzipped, plain or with another content.</summary>
    internal string Place(string name, bool gzip = true, string? content = null, string separator = "-")
    {
        var folder = Directory.CreateDirectory(Folder(name)).FullName;
        for (var i = 0; i < Content.Length; i++)
        {
            var bytes = content is null ? Content[i] : System.Text.Encoding.ASCII.GetBytes(content);
            var file = Path.Combine(folder, Source.Files[i].Name.Replace("-idx", separator + "idx") + (gzip ? ".gz" : ""));
            File.WriteAllBytes(file, gzip ? Gzip(bytes) : bytes);
        }
        return folder;
    }

    internal Task<byte[][]> OpenAsync(
        string? path = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default, DatasetSource? source = null) =>
        new DatasetStore(new DatasetEnvironment(_variables.GetValueOrDefault, Folder("local"), () => new Handler(this)))
            .OpenAsync(source ?? Source, path, progress, cancellationToken);

    internal static byte[] Gzip(byte[] content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(content);
        return stream.ToArray();
    }

    /// <summary>A network that serves the true files.</summary>
    internal static HttpContent Serve(Uri address) =>
        new ByteArrayContent(Gzip(Content[Array.FindIndex(Source.Files, f => address.AbsolutePath == $"/tiny/{f.Name}.gz")]));

    public void Dispose() => _folder.Dispose();

    private static DatasetFile Describe(string name, byte[] content) =>
        new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private sealed class Handler(TinySet set) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (set.Requests) set.Requests.Add(request.RequestUri!.ToString());
            return Task.FromResult(set.Network(request.RequestUri!) is { } content
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = content }
                : new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }
}
