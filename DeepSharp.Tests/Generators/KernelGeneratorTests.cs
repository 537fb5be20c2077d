using System.Collections;

namespace DeepSharp.Tests.Generators;

public sealed class KernelGeneratorTests
{
    const string Bases = """
        using System;
        using System.Collections.Generic;
        namespace DeepSharp.Cpu
        {
            public abstract class CpuKernel;
            public abstract class CpuKernel<TOp> : CpuKernel;
            internal static partial class CpuKernelTable
            {
                static partial void Fill(Dictionary<Type, Func<CpuKernel>> table);
                public static Dictionary<Type, Func<CpuKernel>> Table { get { var table = new Dictionary<Type, Func<CpuKernel>>(); Fill(table); return table; } }
            }
        }
        namespace DeepSharp.Gpu
        {
            public abstract class CudaKernel;
            public abstract class CudaKernel<TOp> : CudaKernel;
            internal static partial class CudaKernelTable { static partial void Fill(Dictionary<Type, Func<CudaKernel>> table); }
        }
        public sealed class AddOp;
        public sealed class SoftmaxOp;

        """;

    [Test]
    public void Kernels_DirectAndIndirect_AreEntered()
    {
        var run = new GeneratorRun(Bases + """
            namespace DeepSharp.Cpu.Kernels
            {
                internal sealed class AddKernel : CpuKernel<AddOp>;
                internal abstract class Loop<T> : CpuKernel<T>;
                internal sealed partial class SoftmaxKernel : Loop<SoftmaxOp>;
                internal sealed partial class SoftmaxKernel : ICloneable { public object Clone() => this; }
                internal sealed class UnaryKernel<T> : CpuKernel<T>;
            }
            internal sealed class AddCudaKernel : DeepSharp.Gpu.CudaKernel<AddOp>;
            """, standIns: false);
        Assert.That(run.Reported, Is.Empty);
        Assert.That(run.Compiled, Is.Empty);
        var table = (IDictionary)run.Load().GetType("DeepSharp.Cpu.CpuKernelTable")!.GetProperty("Table")!.GetValue(null)!;
        Assert.That(table.Keys.Cast<Type>().Select(t => t.Name), Is.EquivalentTo(new[] { "AddOp", "SoftmaxOp" }));
        Assert.That(table.Values.Cast<Func<object>>().Select(f => f().GetType().Name), Is.EquivalentTo(new[] { "AddKernel", "SoftmaxKernel" }));
        Assert.That(run.Sources["CudaKernelTable.g.cs"], Does.Contain("table[typeof(global::AddOp)] = static () => new global::AddCudaKernel();"));
    }

    [Test]
    public void Kernels_None_NothingIsEmitted() => Assert.That(new GeneratorRun("class A : System.Collections.ArrayList;", standIns: false).Sources, Is.Empty);

    [Test]
    public void DS008_TwoKernelsForOneOp()
    {
        var run = new GeneratorRun(Bases + "class A : DeepSharp.Cpu.CpuKernel<AddOp>; class B : DeepSharp.Cpu.CpuKernel<AddOp>;", standIns: false);
        Assert.That(run.Reported.Select(d => d.Id), Is.EqualTo(new[] { "DS008" }));
        Assert.That(run.Reported[0].GetMessage(), Is.EqualTo("'global::A' and 'global::B' are both kernels for 'global::AddOp'; only one can be"));
    }
}
