namespace DeepSharp.Hdf5;

/// <summary>What is told of an HDF5 file that cannot be read.</summary>
internal static class Damaged
{
    public static InvalidDataException Because(string fault) => new($"its HDF5 content is damaged: {fault}.");

    public static InvalidDataException Version(string what, int version) => new($"its HDF5 content has a {what} of version {version}, which is not known here. "
        + "Either it is damaged, or it was written by a newer library: write it again without libver=\"latest\".");

    public static InvalidDataException Unsupported(string what, string remedy) => new($"its HDF5 content has {what}, which is not read here. {remedy}");
}
