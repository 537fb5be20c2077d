namespace DeepSharp;

/// <summary>A published set of labelled images in four IDX files: training images and labels, test images and labels.</summary>
/// <param name="Source">The files, in this order.</param>
/// <param name="ClassNames">Name of each class.</param>
internal sealed record IdxImageSet(DatasetSource Source, string[] ClassNames)
{
    internal const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";
    internal const string TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    internal async Task<(LabelledImages Train, LabelledImages Test)> LoadAsync(
        DatasetEnvironment environment, string? path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var files = await new DatasetStore(environment).OpenAsync(Source, path, progress, cancellationToken).ConfigureAwait(false);
        return (Join(files, 0), Join(files, 2));
    }

    /// <summary>Loads from a thread of the pool, so that a caller's synchronisation context cannot block the download.</summary>
    internal (LabelledImages Train, LabelledImages Test) Load(
        string? path, IProgress<long>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => LoadAsync(DatasetEnvironment.Current, path, progress, cancellationToken), cancellationToken)
            .GetAwaiter().GetResult();

    private LabelledImages Join(byte[][] files, int first) =>
        LabelledImages.FromIdx(Parse(files, first), Parse(files, first + 1), ClassNames);

    private IdxArray Parse(byte[][] files, int index) => IdxFile.Read(new MemoryStream(files[index]), Source.Files[index].Name);
}
