using System.Reflection;
using System.Runtime.Loader;

namespace DeepSharp.Tests.Cuda;

/// <summary>CUDA devices can be asked for before anything else of the library is used, as a program's first line does.</summary>
public sealed class DeviceOfferTests
{
    [Test]
    public void Parse_BeforeTheBackendIsLoaded_LoadsIt()
    {
        var parse = new Apart().LoadFromAssemblyName(new("DeepSharp.Core")).GetType("DeepSharp.Device")!.GetMethod("Parse")!;
        var error = Assert.Throws<TargetInvocationException>(() => parse.Invoke(null, ["cuda:99"]))!.InnerException!;
        Assert.That(error.GetType().Name, Is.EqualTo(nameof(CudaException)), error.Message);
        error = Assert.Throws<TargetInvocationException>(() => parse.Invoke(null, ["abacus:1"]))!.InnerException!;
        Assert.That(error.Message, Is.EqualTo("No backend 'abacus' is loaded. Known: cpu, cuda."));
    }

    /// <summary>The library once more, of which nothing has been used yet.</summary>
    private sealed class Apart : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName name) => name.Name is { } simple && simple.StartsWith("DeepSharp.", StringComparison.Ordinal)
            && Path.Combine(AppContext.BaseDirectory, simple + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
