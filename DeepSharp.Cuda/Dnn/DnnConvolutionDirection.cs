namespace DeepSharp.Gpu;

/// <summary>One direction of a convolution: what is computed from which two of x, w and y or their gradients, and the library's calls for it.</summary>
/// <param name="What">What is computed, for messages.</param>
/// <param name="Choose">Asks the library for ways to compute it.</param>
/// <param name="Run">Computes it.</param>
/// <param name="RunCall">The name of the call that does.</param>
internal sealed unsafe record DnnConvolutionDirection(string What, DnnConvolutionDirection.Choosing Choose, DnnConvolutionDirection.Running Run, string RunCall)
{
    /// <summary>y = x ∗ w.</summary>
    public static readonly DnnConvolutionDirection Forward = new(
        "convolution",
        static (d, asked, given, results) => CudnnApi.cudnnGetConvolutionForwardAlgorithm_v7(d.Handle, d.X, d.W, d.Convolution, d.Y, asked, given, results),
        static (d, one, x, w, way, workspace, zero, y) =>
            CudnnApi.cudnnConvolutionForward(d.Handle, one, d.X, x, d.W, w, d.Convolution, way.Algorithm, workspace, way.Memory, zero, d.Y, y),
        nameof(CudnnApi.cudnnConvolutionForward));

    /// <summary>The gradient for x, from w and that for y.</summary>
    public static readonly DnnConvolutionDirection InputGradient = new(
        "convolution's input gradient",
        static (d, asked, given, results) =>
            CudnnApi.cudnnGetConvolutionBackwardDataAlgorithm_v7(d.Handle, d.W, d.Y, d.Convolution, d.X, asked, given, results),
        static (d, one, w, dy, way, workspace, zero, dx) =>
            CudnnApi.cudnnConvolutionBackwardData(d.Handle, one, d.W, w, d.Y, dy, d.Convolution, way.Algorithm, workspace, way.Memory, zero, d.X, dx),
        nameof(CudnnApi.cudnnConvolutionBackwardData));

    /// <summary>The gradient for w, from x and that for y.</summary>
    public static readonly DnnConvolutionDirection KernelGradient = new(
        "convolution's kernel gradient",
        static (d, asked, given, results) =>
            CudnnApi.cudnnGetConvolutionBackwardFilterAlgorithm_v7(d.Handle, d.X, d.Y, d.Convolution, d.W, asked, given, results),
        static (d, one, x, dy, way, workspace, zero, dw) =>
            CudnnApi.cudnnConvolutionBackwardFilter(d.Handle, one, d.X, x, d.Y, dy, d.Convolution, way.Algorithm, workspace, way.Memory, zero, d.W, dw),
        nameof(CudnnApi.cudnnConvolutionBackwardFilter));

    /// <summary>Asks for ways to compute.</summary>
    public delegate int Choosing(DnnConvolutionDescriptors descriptors, int asked, int* given, DnnAlgorithm* results);

    /// <summary>Computes a result from two factors.</summary>
    public delegate int Running(
        DnnConvolutionDescriptors descriptors, void* one, DevicePointer first, DevicePointer second, DnnAlgorithm way, DevicePointer workspace, void* zero,
        DevicePointer result);
}

/// <summary>The handles a convolution's calls take.</summary>
/// <param name="Handle">The library's.</param>
/// <param name="X">The input's shape.</param>
/// <param name="W">The kernel's shape.</param>
/// <param name="Y">The output's shape.</param>
/// <param name="Convolution">How they go together.</param>
internal readonly record struct DnnConvolutionDescriptors(nint Handle, nint X, nint W, nint Y, nint Convolution);
