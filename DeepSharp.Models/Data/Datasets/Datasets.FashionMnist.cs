namespace DeepSharp;

public static partial class Datasets
{
    internal static readonly IdxImageSet FashionMnistSet = new(
        new DatasetSource("Fashion-MNIST", "Datasets.FashionMnist", ["fashion-mnist", "FashionMNIST/raw", "FashionMNIST"],
            [
                new(IdxImageSet.TrainImages, 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                new(IdxImageSet.TrainLabels, 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                new(IdxImageSet.TestImages, 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                new(IdxImageSet.TestLabels, 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            ],
            // The publisher's server speaks plain HTTP only; the checksums guard the content.
            [new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")]),
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]);

    /// <summary>Fashion-MNIST: 60,000 training and 10,000 test images of clothing, 28 × 28 grey, in the original order.</summary>
    /// <param name="path">The folder that holds the four files (or holds <c>fashion-mnist</c>); see <see cref="Datasets"/>.</param>
    /// <param name="progress">Told the number of bytes downloaded so far; not called when nothing is downloaded.</param>
    /// <param name="cancellationToken">Ends a download early; nothing of it stays.</param>
    /// <returns>The training and the test images.</returns>
    /// <exception cref="DatasetNotFoundException">The files are nowhere, and could not be downloaded.</exception>
    /// <exception cref="DatasetChecksumException">A folder named by the user holds other content under these names.</exception>
    /// <remarks>Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for
    /// benchmarking machine learning algorithms", 2017.</remarks>
    public static (LabelledImages Train, LabelledImages Test) FashionMnist(
        string? path = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        FashionMnistSet.Load(path, progress, cancellationToken);
}
