namespace DeepSharp;

/// <summary>A data set is in none of the places that were searched, and could not be downloaded.</summary>
public sealed class DatasetNotFoundException : IOException
{
    internal DatasetNotFoundException(
        string dataset, IReadOnlyList<string> files, IReadOnlyList<string> placesTried, string remedy, Exception? inner)
        : base($"""
            The data set {dataset} was not found.
              Looked for: {string.Join(", ", files)} (each plain or as .gz).
              Tried:
                {string.Join("\n    ", placesTried)}
              Remedy: {remedy}
            """, inner)
    {
        (Dataset, Files, PlacesTried) = (dataset, files, placesTried);
    }

    /// <summary>The data set, as in "Fashion-MNIST".</summary>
    public string Dataset { get; }

    /// <summary>The files it consists of.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Every place that was tried, with what was wrong there.</summary>
    public IReadOnlyList<string> PlacesTried { get; }
}
