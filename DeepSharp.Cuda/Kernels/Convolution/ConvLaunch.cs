using DeepSharp.Cpu;

namespace DeepSharp.Gpu;

/// <summary>
/// Convolution by kernels of our own, which need nothing but the driver: <c>kernels/convolution.cu</c>, and <c>kernels/grouped_convolution.cu</c>
/// where groups are too small for a matrix product.
/// </summary>
/// <param name="Cuda">The device.</param>
/// <param name="Grid">How the convolution lies.</param>
/// <param name="Type">The element type.</param>
internal readonly record struct ConvLaunch(CudaContext Cuda, ConvGeometry Grid, DType Type)
{
    private const string Products = "convolution", Grouped = "grouped_convolution";
    private const int Threads = 256, GridArguments = 22, SmallGroup = 16, RowsPerSlab = 512, MostSlabs = 256, EnoughBlocks = 512;

    /// <summary>The most layers of a grid along its third axis.</summary>
    private const int MostLayers = 65535;

    private int Tile => Type == DType.Float64 ? 32 : 64;

    /// <summary>Whether groups have so few channels or filters that they are convolved without a matrix product.</summary>
    public static bool HasSmallGroups(ConvGeometry grid) => grid.Groups > 1 && Math.Min(grid.GroupIn, grid.GroupOut) < SmallGroup;

    private int Outputs => checked(Grid.Batch * Grid.Output.Volume);

    private int Inputs => checked(Grid.Batch * Grid.Input.Volume);

    /// <summary>y from x and the kernel.</summary>
    public void Forward(DevicePointer x, DevicePointer kernel, DevicePointer y)
    {
        if (HasSmallGroups(Grid)) RunGrouped("grouped_convolution_forward", (long)Outputs * Grid.OutChannels, x, kernel, y);
        else RunProduct("convolution_forward", Outputs, Grid.GroupOut, Grid.Groups, x, kernel, y);
    }

    /// <summary>dx from dy and the kernel.</summary>
    public void InputGradient(DevicePointer dy, DevicePointer kernel, DevicePointer dx)
    {
        if (HasSmallGroups(Grid)) RunGrouped("grouped_convolution_input_gradient", (long)Inputs * Grid.InChannels, dy, kernel, dx);
        else RunProduct("convolution_input_gradient", Inputs, Grid.GroupIn, Grid.Groups, dy, kernel, dx);
    }

    /// <summary>dk from x and dy.</summary>
    public void KernelGradient(DevicePointer x, DevicePointer dy, DevicePointer dk)
    {
        int rows = checked(Grid.Kernel.Volume * Grid.GroupIn);
        if (HasSmallGroups(Grid))
        {
            var columns = new ColumnGrid(Outputs, Grid.OutChannels);
            var sums = Cuda.Scratch(columns.PartialBytes * rows);
            Launch(Cuda.Function(Grouped, "grouped_convolution_kernel_gradient", Type), WithDepth(columns.Stage, rows), x, dy, sums);
            Cuda.Launch(
                Cuda.Function(Grouped, "grouped_convolution_kernel_finish", Type), WithDepth(columns.Finish, rows), sums, dk, columns.Slabs, Grid.OutChannels);
            return;
        }
        long count = (long)rows * Grid.OutChannels;
        long tiles = (long)((rows + Tile - 1) / Tile) * ((Grid.GroupOut + Tile - 1) / Tile) * Grid.Groups;
        // Long sums are cut, for their accuracy and to have enough blocks.
        int slabs = (int)Math.Clamp(Math.Max(Outputs / (RowsPerSlab * 8L), Math.Min(EnoughBlocks / tiles, Outputs / RowsPerSlab)), 1, Math.Clamp(MostLayers / Grid.Groups, 1, MostSlabs));
        var partial = Cuda.Scratch(slabs * count * Math.Max(Type.Size, sizeof(float)));
        RunProduct("convolution_kernel_gradient", rows, Grid.GroupOut, Grid.Groups * slabs, x, dy, partial, slabs);
        Cuda.Launch(Cuda.Function(Products, "convolution_kernel_sum", Type), Cuda.GridFor(count), partial, dk, slabs, count);
    }

    private static LaunchGrid WithDepth(LaunchGrid grid, int depth) => grid with { Blocks = (grid.Blocks.X, grid.Blocks.Y, depth) };

    private void RunGrouped(string entry, long results, params ReadOnlySpan<KernelArgument> arguments) =>
        Launch(Cuda.Function(Grouped, entry, Type), Cuda.GridFor(results), arguments);

    private void RunProduct(string entry, int rows, int columns, int depth, params ReadOnlySpan<KernelArgument> arguments) =>
        Launch(Cuda.Function(Products, entry, Type), new LaunchGrid(((rows + Tile - 1) / Tile, (columns + Tile - 1) / Tile, depth), Threads), arguments);

    /// <summary>Launches a kernel whose parameters are those given, then how the convolution lies.</summary>
    private void Launch(CudaFunction function, LaunchGrid grid, params ReadOnlySpan<KernelArgument> arguments)
    {
        Span<KernelArgument> all = stackalloc KernelArgument[arguments.Length + GridArguments];
        arguments.CopyTo(all);
        ReadOnlySpan<KernelArgument> lengths =
        [
            Grid.Batch, Grid.Input.D, Grid.Input.H, Grid.Input.W, Grid.Output.D, Grid.Output.H, Grid.Output.W, Grid.Kernel.D, Grid.Kernel.H, Grid.Kernel.W,
            Grid.Stride.D, Grid.Stride.H, Grid.Stride.W, Grid.Dilation.D, Grid.Dilation.H, Grid.Dilation.W,
            Grid.PadBefore.D, Grid.PadBefore.H, Grid.PadBefore.W, Grid.InChannels, Grid.OutChannels, Grid.Groups,
        ];
        lengths.CopyTo(all[arguments.Length..]);
        Cuda.Launch(function, grid, all);
    }
}
