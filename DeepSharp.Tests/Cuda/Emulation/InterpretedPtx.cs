using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Entries that no kernel source declares, and so are interpreted.</summary>
internal static class InterpretedPtx
{
    /// <summary>An entry whose parameters are the addresses p0, p1, …; %rd0, %rd1, … hold them, %r0 the thread's number in its block.</summary>
    public static string Entry(int pointers, string body, string before = "")
    {
        string parameters = string.Join(", ", Enumerable.Range(0, pointers).Select(i => $".param .u64 p{i}"));
        string loads = string.Concat(Enumerable.Range(0, pointers).Select(i => $"    ld.param.u64 %rd{i}, [p{i}];\n    cvta.to.global.u64 %rd{i}, %rd{i};\n"));
        return $$"""
            .version 7.0
            .target sm_70
            .address_size 64
            {{before}}
            .visible .entry interpreted({{parameters}})
            {
                .reg .pred %p<8>;
                .reg .b16 %h<8>;
                .reg .b32 %r<16>;
                .reg .b64 %rd<16>;
                .reg .f32 %f<16>;
                .reg .f64 %fd<16>;
            {{loads}}    mov.u32 %r0, %tid.x;
            {{body}}
                ret;
            }

            """;
    }

    /// <summary>Runs an entry whose first parameter is the result, in one block.</summary>
    public static T[] Run<T>(string ptx, int threads, int results, params Tensor[] inputs) where T : unmanaged
    {
        var device = CudaTestDevice.OpenEmulated();
        var y = Tensor.From(new T[results], device);
        PlantedKernels.Run(((CudaBackend)device.Backend).Context, new(1, threads), ptx, [y.Address(), .. inputs.Select(x => (KernelArgument)x.Address())]);
        return y.ToArray<T>();
    }

    /// <summary>The address of the thread's element of p0 and p1, in %rd8 and %rd9.</summary>
    public static string Elements(int bytes) => $"""
            mul.wide.u32 %rd10, %r0, {bytes};
            add.s64 %rd8, %rd0, %rd10;
            add.s64 %rd9, %rd1, %rd10;

        """;

    /// <summary>Values on the device.</summary>
    public static Tensor On<T>(params T[] values) where T : unmanaged => Tensor.From(values, CudaTestDevice.OpenEmulated());
}
