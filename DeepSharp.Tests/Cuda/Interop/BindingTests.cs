using System.Reflection;
using System.Runtime.InteropServices;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Every bound function is exported by the library that is loaded: the real one on a machine with a GPU, else the emulated one.</summary>
[Category("CudaEmulated")]
public sealed class BindingTests
{
    private static readonly Dictionary<NativeLibraryName, Type> s_bindings = new()
    {
        [NativeLibraryName.Driver] = typeof(DriverApi),
        [NativeLibraryName.Blas] = typeof(CublasApi),
        [NativeLibraryName.BlasLt] = typeof(CublasLtApi),
        [NativeLibraryName.Dnn] = typeof(CudnnApi),
    };

    private static IEnumerable<TestCaseData> Functions => s_bindings.SelectMany(
        b => b.Value.GetMethods(BindingFlags.Static | BindingFlags.Public).Select(method => new TestCaseData(b.Key.Key, method.Name)));

    [TestCaseSource(nameof(Functions))]
    public void BoundFunction_IsExported(string library, string function)
    {
        CudaTestDevice.Open();
        var loaded = NativeLibraries.Load(NativeLibraryName.All.Single(n => n.Key == library));
        if (loaded.Handle == 0 && !EmulatedDriver.IsLoaded) Assert.Ignore($"{loaded.Name} is not installed on this machine.");
        Assert.That(NativeLibrary.TryGetExport(loaded.Require(), function, out _), $"{loaded.Path} has no function {function}");
    }
}
