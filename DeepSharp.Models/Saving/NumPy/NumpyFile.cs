using DeepSharp.NumPy;

namespace DeepSharp;

/// <summary>Files of numpy: <c>.npy</c> with one array, <c>.npz</c> with arrays by name.</summary>
/// <remarks>
/// Read are the versions 1.0 to 3.0, either byte order, row-major and Fortran order; truth values, integers of 8 to 64 bits and floating-point numbers of
/// 16 to 64. Integers that no tensor type holds become the next wider one: int8, int16 and uint16 become int32, uint32 and uint64 become int64. Pickled Python
/// objects are refused. The format: numpy.lib.format of NumPy.
/// </remarks>
/// <example><code>
/// NumpyFile.Save("x.npy", Tensor.Ones([2, 3]));               // np.load("x.npy")
/// var x = NumpyFile.Load("x.npy");
/// NumpyFile.SaveAll("all.npz", new Dictionary&lt;string, Tensor&gt; { ["x"] = x }, compress: true);
/// </code></example>
public static class NumpyFile
{
    /// <summary>Reads a <c>.npy</c> file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds what no tensor can.</exception>
    public static Tensor Load(string path) => ModelFileException.Reading(path, () =>
    {
        using var file = Open(path);
        return NpyContent.Read(file, file.Length);
    });

    /// <summary>Reads all arrays of a <c>.npz</c> file, stored or deflated.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most bytes that all tensors together may take; if null, 64 times as many as the file and 64 MiB more.</param>
    /// <returns>The tensors by the names that <c>numpy.savez</c> was given.</returns>
    /// <exception cref="ModelFileException">The file is missing, damaged, holds what no tensor can, or unpacks to more than is allowed.</exception>
    public static Dictionary<string, Tensor> LoadAll(string path, long? maxBytes = null) => ModelFileException.Reading(path, () =>
    {
        using var file = Open(path);
        return NpzArchive.Read(file, maxBytes);
    });

    /// <summary>Writes a <c>.npy</c> file; a file that is there is replaced only once the new one is complete.</summary>
    /// <param name="path">Where.</param>
    /// <param name="tensor">The values; bfloat16, which numpy lacks, is written as float32.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void Save(string path, Tensor tensor, bool overwrite = true) => AtomicFile.Write(path, overwrite, s => NpyContent.Write(s, tensor));

    /// <summary>Writes a <c>.npz</c> file; a file that is there is replaced only once the new one is complete.</summary>
    /// <param name="path">Where.</param>
    /// <param name="tensors">Names and values; bfloat16, which numpy lacks, is written as float32.</param>
    /// <param name="compress">Whether the arrays are deflated, as by <c>numpy.savez_compressed</c>.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void SaveAll(string path, IReadOnlyDictionary<string, Tensor> tensors, bool compress = false, bool overwrite = true) =>
        AtomicFile.Write(path, overwrite, s => NpzArchive.Write(s, tensors, compress));

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
}
