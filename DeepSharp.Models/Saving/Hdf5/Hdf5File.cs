using DeepSharp.Hdf5;

namespace DeepSharp;

/// <summary>An HDF5 file opened for reading: groups, datasets of numbers, and attributes, as Keras and h5py write them.</summary>
/// <remarks>
/// Read are superblocks of versions 0 to 3, groups of both styles, datasets in one piece, in the header or in chunks, with deflate, shuffle and
/// fletcher32; integers, floating-point numbers, truth values and texts. Links into other files are refused. The format: HDF5 File Format
/// Specification Version 3.0, The HDF Group.
/// </remarks>
/// <example><code>
/// using var file = Hdf5File.Open("model.weights.h5");
/// var kernel = ((Hdf5Dataset)file.Root["layers/dense/vars/0"]).Read();
/// </code></example>
public sealed class Hdf5File : IDisposable
{
    private readonly FileStream _stream;

    private Hdf5File(string path, FileStream stream) => (_stream, Root) = (stream, new Hdf5Content(new ByteSource(stream), path).Root);

    /// <summary>The group that paths begin at.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Opens a file. Several readers may have it open.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">The file is missing, damaged or no HDF5 file.</exception>
    public static Hdf5File Open(string path) => ModelFileException.Reading(path, () =>
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try { return new Hdf5File(path, stream); }
        catch
        {
            stream.Dispose();
            throw;
        }
    });

    /// <summary>Closes the file; objects of it cannot be read any more.</summary>
    public void Dispose() => _stream.Dispose();
}
