using DeepSharp.Gpu;

namespace DeepSharp.Tests.Catalogue;

/// <summary>Every op runs on CUDA: by a kernel of its own, by one written at run time, or as its composition. There is no way back to the CPU.</summary>
public sealed class CudaCatalogueTests
{
    /// <summary>What the fusion passes make, and only where the device has a kernel for it; and what runs as a view, or as another op.</summary>
    private static readonly Type[] s_otherwise =
        [typeof(FusedOp), typeof(FusedProductOp), typeof(FusedBatchNormOp), typeof(FusedBatchNormGradientOp), typeof(FusedMaxPoolGradientOp), typeof(CustomGradientOp)];

    private static readonly HashSet<Type> s_kernels = [.. CudaKernelTable.Create().Keys];

    private static IEnumerable<Type> Ops => typeof(Op).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && !t.IsGenericTypeDefinition
        && !typeof(ViewOp).IsAssignableFrom(t) && !typeof(ElementwiseOp).IsAssignableFrom(t) && !s_otherwise.Contains(t)).OrderBy(t => t.Name, StringComparer.Ordinal);

    private static IEnumerable<Type> Functions => typeof(Op).Assembly.GetTypes().Where(t => t.IsValueType && typeof(IReduceFn).IsAssignableFrom(t)).OrderBy(t => t.Name);

    [TestCaseSource(nameof(Ops))]
    public void Op_HasACudaKernel(Type type)
    {
        bool composed = type.GetMethod(nameof(Op.Compose))!.DeclaringType != typeof(Op);
        Assert.That(composed || s_kernels.Contains(type), $"{type.Name} has neither a CUDA kernel nor a composition: add it to DeepSharp.Cuda/Kernels and kernels/.");
    }

    [TestCaseSource(nameof(Functions))]
    public void Reduction_HasACudaKernel(Type function)
    {
        var op = (ReduceOp)Activator.CreateInstance(typeof(ReduceOp<>).MakeGenericType(function), new Axes(), false)!;
        Assert.That(op.Accept(ReduceKernels.Instance), Is.Not.Null, $"{function.Name} is missing in kernels/reduce.cu.");
    }

    [Test]
    public void CompiledBackend_StaysBelowTenMegabytes() =>
        Assert.That(new FileInfo(typeof(CudaDevices).Assembly.Location).Length, Is.LessThan(10_000_000));
}
