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
        if (g.Groups > 1)
        {
            GroupedConv<T, TE>.Forward(g, x, kernel, y, epilogue, width);
            return;
        }
        if (width is null && NarrowConv<T, TE>.Suits(g, false, Lanes<T>()))
        {
            NarrowConv<T, TE>.Share(g, x, kernel, y, epilogue, false);
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
        if (g.IsPointwise)
            Gemm.Run(rows, g.OutChannels, g.InChannels, x, g.InChannels, 1, kernel, g.OutChannels, 1, y, g.OutChannels, false, epilogue, kept: kept);
        else
            Gemm.Run(rows, g.OutChannels, grid.PatchSize, new PatchPacker<T>(x, grid), new MatrixPacker<T>(kernel, 1, g.OutChannels),
                y, g.OutChannels, false, epilogue, kept: kept);
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
        else if (g.Groups > 1)
            GroupedConv<T, TE>.InputGradient(g, dy, kernel, dx, epilogue, width);
        else if (width is null && NarrowConv<T, TE>.Suits(g, true, Lanes<T>()))
            NarrowConv<T, TE>.Share(g, dy, kernel, dx, epilogue, true);
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
        if (g.Groups > 1)
        {
            GroupedKernelGradient<T>.Share(g, x, dy, dw, width);
            return;
        }
        if (width is null && NarrowKernelGradient<T>.Suits(g, Lanes<T>()))
        {
            NarrowKernelGradient<T>.Run(g, x, dy, dw);
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
        using var transposed = ScratchArena.Rent<T>((long)g.OutChannels * grid.PatchSize);
        Gemm.Run(g.OutChannels, grid.PatchSize, positions, new MatrixPacker<T>(dy, 1, g.OutChannels), new PatchColumnPacker<T>(x, grid),
            transposed.Pointer, grid.PatchSize, false, new TransposedStore<T>(dw, g.OutChannels));
    }

    private static int Lanes<T>() where T : unmanaged, IFloatingPointIeee754<T> => GroupKernel<T>.For(BestVectorWidth.Value).Lanes;
}
