namespace DeepSharp.Gpu;

/// <summary>Which kernel runs which op; a generator fills it from the classes that derive from <see cref="CudaKernel{TOp}"/>.</summary>
internal static partial class CudaKernelTable
{
    public static Dictionary<Type, Func<CudaKernel>> Create()
    {
        var table = new Dictionary<Type, Func<CudaKernel>>();
        Fill(table);
        return table;
    }

    static partial void Fill(Dictionary<Type, Func<CudaKernel>> table);
}
