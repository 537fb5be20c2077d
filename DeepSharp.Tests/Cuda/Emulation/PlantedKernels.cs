using System.Text;
using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>The kernels of <c>planted/</c>: the emulation has compiled them, and PTX that only names them loads them.</summary>
internal static class PlantedKernels
{
    /// <summary>PTX with one entry of the given parameter types.</summary>
    public static string Ptx(string entry, params string[] types)
    {
        var text = new StringBuilder($".version 7.0\n.target sm_70\n.address_size 64\n.visible .entry {entry}(");
        text.AppendJoin(", ", types.Select((type, i) => $".param .{type} p{i}"));
        return text.Append(")\n{\n    ret;\n}\n").ToString();
    }

    /// <summary>The same PTX for an entry that is told of its largest block, as one of more than 256 threads must be.</summary>
    public static string Bounded(string ptx) => ptx.Replace(")\n{", ")\n.maxntid 1024, 1, 1\n{", StringComparison.Ordinal);

    /// <summary>Runs a kernel and waits for it.</summary>
    public static void Run(CudaContext cuda, LaunchGrid grid, string ptx, params KernelArgument[] arguments)
    {
        using var scope = cuda.Enter();
        using var module = CudaModule.Load("planted", ptx);
        string entry = PtxSignatures.Read(ptx).Keys.Single();
        cuda.Launch(module.Function(entry), grid, arguments);
        cuda.Synchronize();
    }

    /// <summary>As <see cref="Run(CudaContext, LaunchGrid, string, KernelArgument[])"/>, and returns the failure's message; the device works again.</summary>
    public static string Fail(CudaContext cuda, LaunchGrid grid, string ptx, params KernelArgument[] arguments)
    {
        try
        {
            return Assert.Throws<CudaException>(() => Run(cuda, grid, ptx, arguments))!.Message;
        }
        finally
        {
            EmulatedDriver.Recover();
        }
    }
}
