using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// The input gradient of a convolution, phase by phase of the stride: rows are the input pixels of the phase, k its taps and the output
/// channels, columns the input channels. Without strides there is one phase, written in place; only then may an epilogue follow.
/// </summary>
internal static unsafe class ConvInputGradient
{
    // Strided phases pass through scratch memory; images are taken together up to this many elements.
    private const int ScratchElements = 1 << 20;

    public static void Run<T, TE>(in ConvGeometry g, T* dy, T* kernel, T* dx, TE epilogue, VectorWidth? width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TE : struct, IEpilogue<T>
    {
        for (int d = 0; d < g.Stride.D; d++)
        {
            for (int h = 0; h < g.Stride.H; h++)
            {
                for (int w = 0; w < g.Stride.W; w++)
                {
                    RunPhase(g, dy, kernel, dx, epilogue, width,
                        GradientPhase.Create(d, g.Input.D, g.Output.D, g.Kernel.D, g.Stride.D, g.Dilation.D, g.PadBefore.D),
                        GradientPhase.Create(h, g.Input.H, g.Output.H, g.Kernel.H, g.Stride.H, g.Dilation.H, g.PadBefore.H),
                        GradientPhase.Create(w, g.Input.W, g.Output.W, g.Kernel.W, g.Stride.W, g.Dilation.W, g.PadBefore.W));
                }
            }
        }
    }

    private static void RunPhase<T, TE>(in ConvGeometry g, T* dy, T* kernel, T* dx, TE epilogue, VectorWidth? width, in GradientPhase d, in GradientPhase h,
        in GradientPhase w)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TE : struct, IEpilogue<T>
    {
        var grid = new PatchGrid(d.Axis, h.Axis, w.Axis, g.OutChannels);
        if (grid.Positions == 0)
            return;
        var phaseTaps = new Extent3(d.Axis.Taps, h.Axis.Taps, w.Axis.Taps);
        var firstTap = new Extent3(d.FirstTap, h.FirstTap, w.FirstTap);
        var tapStep = new Extent3(d.TapStep, h.TapStep, w.TapStep);
        var weights = new KernelTapPacker<T>(kernel, g.Kernel, phaseTaps, firstTap, tapStep, g.InChannels, g.OutChannels);
        var first = new Extent3(d.FirstInput, h.FirstInput, w.FirstInput);
        if (!g.IsPointwise && DirectConvolution<T, TE>.Suits(grid))
        {
            var direct = new DirectConvolution<T, TE>
            {
                Grid = grid,
                Data = dy,
                Columns = g.InChannels,
                Target = dx + (((nint)first.D * g.Input.H + first.H) * g.Input.W + first.W) * g.InChannels,
                Map = PixelMap.Strided(g.Input, g.Stride, g.InChannels),
                Epilogue = epilogue,
            };
            DirectConvolution<T, TE>.Share(g.Batch, direct, weights, width);
        }
        else if (g.IsPointwise)
        {
            Gemm.Run(g.Batch * grid.Positions, g.InChannels, g.OutChannels, dy, g.OutChannels, 1, kernel, 1, g.OutChannels,
                dx, g.InChannels, false, epilogue);
        }
        else if (g.Stride.Volume == 1)
        {
            Gemm.Run(checked(g.Batch * grid.Positions), g.InChannels, grid.PatchSize, new PatchPacker<T>(dy, grid), weights,
                dx, g.InChannels, false, epilogue);
        }
        else Scattered(g, dy, weights, dx, grid, first);
    }

    private static void Scattered<T>(in ConvGeometry g, T* gradient, KernelTapPacker<T> weights, T* target, in PatchGrid grid,
        Extent3 firstPixel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int together = (int)Math.Clamp(ScratchElements / ((long)grid.Positions * g.InChannels), 1, Math.Max(1, g.Batch));
        using var scratch = ScratchArena.Rent<T>((long)together * grid.Positions * g.InChannels);
        for (int image = 0; image < g.Batch; image += together)
        {
            int images = Math.Min(together, g.Batch - image);
            var scatter = new PhaseScatter<T>(
                grid, g.Input, firstPixel, g.Stride, target + image * (long)g.Input.Volume * g.InChannels, g.InChannels);
            Gemm.Run(checked(images * grid.Positions), g.InChannels, grid.PatchSize,
                new PatchPacker<T>(gradient + image * grid.ImageStride, grid),
                weights, scratch.Pointer, g.InChannels, false, scatter);
        }
    }
}
