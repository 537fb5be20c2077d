using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Runs a recurrent cell's gradient from the last step to the first. The transposed kernel is packed once; then each thread takes some rows of
/// the batch through all steps. What belongs to the kernel itself is left to one product over all steps.
/// </summary>
internal static unsafe class SequenceBackward
{
    /// <summary>Runs all steps.</summary>
    /// <param name="shape">The lengths, time running as it did forward.</param>
    /// <param name="kernel">[units, gates · units].</param>
    /// <param name="cell">The cell.</param>
    /// <param name="arriving">The gradient of the last states, [batch, units].</param>
    /// <param name="first">That of the first states, which is written.</param>
    /// <param name="width">The register width.</param>
    public static void Run<T, TCell>(SequenceShape shape, T* kernel, TCell cell, T* arriving, T* first, LaneWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCell : struct, ISequenceGradientCell<T>
    {
        if (shape.Batch == 0) return;
        int columns = LaneProduct.Columns<T>(width), k = cell.Gates * shape.Units;
        using var memory = ScratchArena.Rent<T>(PackedMatrix<T>.Size(shape.Units, k, columns));
        var packed = new PackedMatrix<T>(memory.Pointer, k, columns);
        packed.Pack(new MatrixPacker<T>(kernel, k, 1), shape.Units);
        var body = new Body<T, TCell> { Shape = shape, Kernel = packed, Cell = cell, Arriving = arriving, First = first, Width = width };
        shape.Share(cell.Gates, ref body);
    }

    private struct Body<T, TCell> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T> where TCell : struct, ISequenceGradientCell<T>
    {
        public SequenceShape Shape;
        public PackedMatrix<T> Kernel;
        public TCell Cell;
        public T* Arriving, First;
        public LaneWidth Width;

        public readonly void Run(int start, int end)
        {
            int last = Math.Min(end * SequenceShape.RowUnit, Shape.Batch);
            for (int row = start * SequenceShape.RowUnit; row < last; row += SequenceShape.MostRows)
            {
                var job = new Job<T, TCell> { B = this, Row = row, Rows = Math.Min(SequenceShape.MostRows, last - row) };
                LaneDispatch.Run<T, Job<T, TCell>>(ref job, Width);
            }
        }
    }

    private struct Job<T, TCell> : ILaneJob<T> where T : unmanaged, IFloatingPointIeee754<T> where TCell : struct, ISequenceGradientCell<T>
    {
        public Body<T, TCell> B;
        public int Row, Rows;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            var shape = B.Shape;
            int units = shape.Units, stride = Blocking.RoundUp(units, B.Kernel.Width);
            using var scratch = ScratchArena.Rent<T>((long)Rows * stride);
            T* dh = scratch.Pointer;
            new Span<T>(dh, Rows * stride).Clear();
            for (int r = 0; r < Rows; r++) new Span<T>(B.Arriving + (long)(Row + r) * units, units).CopyTo(new(dh + (long)r * stride, units));
            for (int n = shape.Time - 1; n >= 0; n--)
            {
                var step = shape.Step(Row, Rows, n, -1);
                B.Cell.Run<V>(step, dh, stride);
                for (int f = 0, k = 0; f < B.Cell.Factors; f++)
                {
                    var factor = B.Cell.Factor(f, step);
                    Product<V>(factor, k, dh, stride);
                    k += factor.Columns;
                }
            }
            for (int r = 0; r < Rows; r++) new Span<T>(dh + (long)r * stride, units).CopyTo(new(B.First + (long)(Row + r) * units, units));
        }

        // A block of the factor's columns stays in cache while the panels pass by.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Product<V>(in SequenceFactor<T> factor, int first, T* dh, int stride) where V : struct, ILane<V, T>
        {
            int width = B.Kernel.Width;
            for (int k = 0; k < factor.Columns; k += SequenceShape.BlockK)
            {
                int length = Math.Min(SequenceShape.BlockK, factor.Columns - k);
                for (int panel = 0; panel * width < stride; panel++)
                    LaneProduct.Run<V, T>(Rows, length, factor.Data + k, factor.Stride, 1, B.Kernel.Panel(panel, first + k), width, dh + panel * width, stride, true);
            }
        }
    }
}
