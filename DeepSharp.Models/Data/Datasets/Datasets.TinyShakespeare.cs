using System.Text;

namespace DeepSharp;

public static partial class Datasets
{
    internal static readonly DatasetSource TinyShakespeareSet = new(
        "Tiny Shakespeare", "Datasets.TinyShakespeare", ["tinyshakespeare", "tiny_shakespeare"],
        [new("input.txt", 1_115_394, "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed", Ending: "")],
        [new("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/")]);

    /// <summary>Tiny Shakespeare: 1,115,394 characters, 65 different ones, from Shakespeare's plays, for character models.</summary>
    /// <param name="path">The folder that holds <c>input.txt</c> (or holds <c>tinyshakespeare</c>); see <see cref="Datasets"/>.</param>
    /// <param name="progress">Told the number of bytes downloaded so far; not called when nothing is downloaded.</param>
    /// <param name="cancellationToken">Ends a download early; nothing of it stays.</param>
    /// <returns>The text.</returns>
    /// <exception cref="DatasetNotFoundException">The file is nowhere, and could not be downloaded.</exception>
    /// <exception cref="DatasetChecksumException">A folder named by the user holds another file of this name.</exception>
    /// <remarks>Source: A. Karpathy, char-rnn, 2015.</remarks>
    public static string TinyShakespeare(string? path = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        // From a thread of the pool, so that a caller's synchronisation context cannot block the download.
        var files = Task.Run(() => new DatasetStore(DatasetEnvironment.Current).OpenAsync(TinyShakespeareSet, path, progress, cancellationToken), cancellationToken);
        return Encoding.ASCII.GetString(files.GetAwaiter().GetResult()[0]);
    }
}
