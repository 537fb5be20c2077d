using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Tests.Cuda;

/// <summary>A stand-in for one native library, and what it is made of.</summary>
/// <param name="Name">The file name, which is also the name programs load it by.</param>
/// <param name="Sources">Its sources.</param>
/// <param name="UsesDriver">Whether it calls the stand-in of the driver.</param>
internal sealed record EmulationLibrary(string Name, IReadOnlyList<EmulationSource> Sources, bool UsesDriver)
{
    // What the compiler makes of -march=native is part of the key in the cache.
    private static readonly string s_processor = $"-DDS_PROCESSOR={(Avx512F.IsSupported ? 3 : Avx2.IsSupported ? 2 : 1)}";

    private static readonly string[] s_common = ["-std=gnu++17", "-g1", "-fPIC", "-fvisibility=hidden", "-fno-strict-aliasing"];

    private static readonly string[] s_driver = [.. s_common, "-O2", "-ffp-contract=off"];

    // Every access calls a function of the driver, which knows what may be accessed; nothing is fused, so results do not depend on the processor.
    private static readonly string[] s_kernels = [
        .. s_common, "-O1", "-fno-exceptions", "-fno-rtti", "-ffp-contract=off", "-fsanitize=kernel-address,alignment,bounds,integer-divide-by-zero",
        "--param", "asan-instrumentation-with-call-threshold=0", "--param", "asan-stack=0", "--param", "asan-globals=1", "-Wno-unknown-pragmas"];

    // Integers wrap around, and the lanes of an instruction become vectors of the processor.
    private static readonly string[] s_interpreter = [.. s_driver, "-O3", "-march=native", "-fwrapv", "-fno-math-errno", "-fno-trapping-math", s_processor];

    // Dense products need all the speed there is.
    private static readonly string[] s_dense = [
        .. s_common, "-O3", "-march=native", s_processor];

    /// <summary>The libraries, from the sources in one folder and the kernel files in others.</summary>
    public static IReadOnlyList<EmulationLibrary> All(string native, string[] kernelFolders)
    {
        EmulationSource[] Native(string folder, string[] flags) =>
            [.. Files(Path.Combine(native, folder), "*.cpp").Select(file => new EmulationSource(file, flags, [native]))];
        var kernels = kernelFolders.SelectMany(folder => Files(folder, "*.cu")
            .Select(file => new EmulationSource(file, s_kernels, [native, kernelFolders[0], folder])));
        var libraries = new List<EmulationLibrary>
        {
            new("libcuda.so.1", [.. Native("driver", s_driver), .. Native("execution", s_driver), .. Native("ptx", s_interpreter), .. kernels],
                UsesDriver: false),
            new("libcublas.so.12", [.. Native("cublas", s_dense), .. Native("library", s_dense)], UsesDriver: true),
            new("libcublasLt.so.12", [.. Native("cublaslt", s_dense), .. Native("library", s_dense)], UsesDriver: true),
            new("libcudnn.so.9", [.. Native("cudnn", s_dense), .. Native("library", s_dense)], UsesDriver: true),
        };
        return [.. libraries.Where(library => library.Sources.Count > 0)];
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
}
