using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// Runs a recurrent cell over all time steps. The kernel is packed once; then each thread takes some rows of the batch through all steps: group by
/// group of units, the products of all gates are made and used while they are in the first-level cache.
/// </summary>
internal static unsafe class SequenceForward
{
    /// <summary>Runs all steps.</summary>
    /// <param name="shape">The lengths.</param>
    /// <param name="kernel">[units, gates · units].</param>
    /// <param name="cell">The cell.</param>
    /// <param name="width">The register width.</param>
    /// <param name="kept">Whether the packed kernel is kept.</param>
    public static void Run<T, TCell>(SequenceShape shape, T* kernel, TCell cell, LaneWidth width, KeptOperand kept)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCell : struct, ISequenceCell<T>
    {
        if (shape.Time == 0 || shape.Batch == 0) return;
        int columns = LaneProduct.Columns<T>(width), padded = cell.Gates * Blocking.RoundUp(shape.Units, columns);
        using var memory = kept.Rent<T>(PackForm.Gates, padded, shape.Units, columns, PackedMatrix<T>.Size(padded, shape.Units, columns));
        var packed = new PackedMatrix<T>(memory.Pointer, shape.Units, columns);
        if (!memory.IsFilled)
        {
            packed.Pack(new UnitGroupPacker<T>(kernel, cell.Gates, shape.Units), padded);
            memory.Filled();
        }
        var body = new Body<T, TCell> { Shape = shape, Kernel = packed, Cell = cell, Width = width };
        shape.Share(cell.Gates, ref body);
    }

    private struct Body<T, TCell> : IParallelBody where T : unmanaged, IFloatingPointIeee754<T> where TCell : struct, ISequenceCell<T>
    {
        public SequenceShape Shape;
        public PackedMatrix<T> Kernel;
        public TCell Cell;
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

    private struct Job<T, TCell> : ILaneJob<T> where T : unmanaged, IFloatingPointIeee754<T> where TCell : struct, ISequenceCell<T>
    {
        public Body<T, TCell> B;
        public int Row, Rows;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>() where V : struct, ILane<V, T>
        {
            var shape = B.Shape;
            int width = B.Kernel.Width, gates = B.Cell.Gates;
            using var sums = ScratchArena.Rent<T>((long)gates * Rows * width);
            for (int n = 0; n < shape.Time; n++)
            {
                var step = shape.Step(Row, Rows, n, 1);
                T* states = B.Cell.StatesBefore(step);
                for (int unit = 0, panel = 0; unit < shape.Units; unit += width, panel += gates)
                {
                    for (int gate = 0; gate < gates; gate++) Product<V>(states, panel + gate, sums.Pointer + (long)gate * Rows * width);
                    B.Cell.Run<V>(step, unit, Math.Min(width, shape.Units - unit), sums.Pointer, width);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Product<V>(T* states, int panel, T* sums) where V : struct, ILane<V, T>
        {
            int units = B.Shape.Units, width = B.Kernel.Width;
            for (int k = 0; k < units; k += SequenceShape.BlockK)
            {
                int length = Math.Min(SequenceShape.BlockK, units - k);
                LaneProduct.Run<V, T>(Rows, length, states + k, units, 1, B.Kernel.Panel(panel, k), width, sums, width, k > 0);
            }
        }
    }
}
