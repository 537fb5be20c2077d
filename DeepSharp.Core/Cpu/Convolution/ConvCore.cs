using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Convolution and its two gradients for float and double, each as the matrix product with packers that read patches in place. Data is
/// [batch, D, H, W, channels], the kernel [kD, kH, kW, inChannels / groups, outChannels], both without gaps. Results do not depend on the
/// number of threads. A width asked for by name, in tests, goes to the direct forms.
/// </summary>
internal static unsafe class ConvCore
{
    /// <summary><c>y = epilogue(x * kernel)</c>: rows are output positions, k the taps and channels, columns the output channels.</summary>
    public static void Forward<T, TE>(in ConvGeometry g, T* x, T* kernel, T* y, TE epilogue, VectorWidth? width = null, KeptOperand kept = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TE : struct, IEpilogue<T>
    {
        if (g.IsDepthwise)
        {
            DepthwiseConv.Forward(g, x, kernel, y, epilogue);
            return;
        }
        if (width is null && WinogradPlan.Suits<T>(g, Lanes<T>()))
        {
            WinogradConvolution<T, TE>.Share(WinogradPlan.Forward(g), x, kernel, false, y, epilogue, kept);
            return;
        }
        var grid = PatchGrid.Forward(g);
        if (!g.IsPointwise && DirectConvolution<T, TE>.Suits(grid))
        {
            var direct = new DirectConvolution<T, TE>
            {
                Grid = grid,
                Data = x,
                Columns = g.OutChannels,
                Target = y,
                Map = PixelMap.Dense(grid, g.OutChannels),
                Epilogue = epilogue,
            };
            DirectConvolution<T, TE>.Share(g.Batch, direct, new MatrixPacker<T>(kernel, 1, g.OutChannels), width, kept);
            return;
        }
        int rows = checked(g.Batch * g.Output.Volume);
        for (int group = 0; group < g.Groups; group++)
        {
            T* input = x + group * g.GroupIn, weights = kernel + group * g.GroupOut, output = y + group * g.GroupOut;
            var shifted = new ShiftedEpilogue<T, TE>(epilogue, 0, group * g.GroupOut);
            if (g.IsPointwise)
            {
                Gemm.Run(rows, g.GroupOut, g.GroupIn, input, g.InChannels, 1, weights, g.OutChannels, 1, output, g.OutChannels, false,
                    shifted, kept: kept.From(weights));
            }
            else
            {
                Gemm.Run(rows, g.GroupOut, grid.PatchSize, new PatchPacker<T>(input, grid), new MatrixPacker<T>(weights, 1, g.OutChannels),
                    output, g.OutChannels, false, shifted, kept: kept.From(weights));
            }
        }
    }

    /// <summary>The gradient with respect to the input; overwrites <paramref name="dx"/>.</summary>
    public static void InputGradient<T>(in ConvGeometry g, T* dy, T* kernel, T* dx, VectorWidth? width = null) where T : unmanaged, IFloatingPointIeee754<T> =>
        InputGradient(g, dy, kernel, dx, default(NoEpilogue<T>), width);

    /// <summary>The gradient with respect to the input, where <see cref="ConvGeometry.GradientTakesEpilogue"/> with an epilogue.</summary>
    public static void InputGradient<T, TE>(in ConvGeometry g, T* dy, T* kernel, T* dx, TE epilogue, VectorWidth? width = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TE : struct, IEpilogue<T>
    {
        if (g.IsDepthwise)
            DepthwiseConv.InputGradient(g, dy, kernel, dx);
        else if (width is null && WinogradPlan.Suits<T>(g, Lanes<T>()))
            WinogradConvolution<T, TE>.Share(WinogradPlan.InputGradient(g), dy, kernel, true, dx, epilogue);
        else
            ConvInputGradient.Run(g, dy, kernel, dx, epilogue, width);
    }

    /// <summary>
    /// The gradient with respect to the kernel; overwrites <paramref name="dw"/>. k is the output position, and the product is made
    /// transposed, output channels by taps, so that the patches are the side whose packing copies long stretches.
    /// </summary>
    public static void KernelGradient<T>(in ConvGeometry g, T* x, T* dy, T* dw, VectorWidth? width = null) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (g.IsDepthwise)
        {
            DepthwiseConv.KernelGradient(g, x, dy, dw);
            return;
        }
        if (width is null && WinogradPlan.SuitsKernelGradient<T>(g, Lanes<T>()))
        {
            WinogradKernelGradient<T>.Share(WinogradPlan.KernelGradient(g), x, dy, dw);
            return;
        }
        var grid = PatchGrid.Forward(g);
        if (g.Batch > 0 && DirectKernelGradient<T>.Suits(grid))
        {
            DirectKernelGradient<T>.Share(grid, g.Batch, x, dy, g.OutChannels, dw, width);
            return;
        }
        int positions = checked(g.Batch * g.Output.Volume);
        using var transposed = ScratchArena.Rent<T>((long)g.GroupOut * grid.PatchSize);
        for (int group = 0; group < g.Groups; group++)
        {
            Gemm.Run(g.GroupOut, grid.PatchSize, positions, new MatrixPacker<T>(dy + group * g.GroupOut, 1, g.OutChannels),
                new PatchColumnPacker<T>(x + group * g.GroupIn, grid), transposed.Pointer, grid.PatchSize, false,
                new TransposedStore<T>(dw + group * g.GroupOut, g.OutChannels));
        }
    }

    private static int Lanes<T>() where T : unmanaged, IFloatingPointIeee754<T> => GroupKernel<T>.For(BestVectorWidth.Value).Lanes;
}
