namespace DeepSharp;

public static partial class Datasets
{
    internal static readonly IdxImageSet MnistSet = new(
        new DatasetSource("MNIST", "Datasets.Mnist", ["mnist", "MNIST/raw", "MNIST"],
            [
                new(IdxImageSet.TrainImages, 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                new(IdxImageSet.TrainLabels, 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                new(IdxImageSet.TestImages, 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                new(IdxImageSet.TestLabels, 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ],
            [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")]),
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

    /// <summary>MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 × 28 grey, in the original order.</summary>
    /// <param name="path">The folder that holds the four files (or holds <c>mnist</c>); see <see cref="Datasets"/>.</param>
    /// <param name="progress">Told the number of bytes downloaded so far; not called when nothing is downloaded.</param>
    /// <param name="cancellationToken">Ends a download early; nothing of it stays.</param>
    /// <returns>The training and the test images.</returns>
    /// <exception cref="DatasetNotFoundException">The files are nowhere, and could not be downloaded.</exception>
    /// <exception cref="DatasetChecksumException">A folder named by the user holds other content under these names.</exception>
    /// <remarks>Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
    /// recognition", 1998.</remarks>
    public static (LabelledImages Train, LabelledImages Test) Mnist(
        string? path = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        MnistSet.Load(path, progress, cancellationToken);
}
