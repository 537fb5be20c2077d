namespace DeepSharp.Cpu;

/// <summary>Which kernel runs which op; a generator fills it from the classes that derive from <see cref="CpuKernel{TOp}"/>.</summary>
internal static partial class CpuKernelTable
{
    public static Dictionary<Type, Func<CpuKernel>> Create()
    {
        var table = new Dictionary<Type, Func<CpuKernel>>();
        Fill(table);
        return table;
    }

    static partial void Fill(Dictionary<Type, Func<CpuKernel>> table);
}
