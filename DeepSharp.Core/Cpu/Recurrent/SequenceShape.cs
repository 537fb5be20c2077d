using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Cpu;

/// <summary>The lengths of a recurrent op's axes, and how its batch is shared out: rows do not depend on each other.</summary>
/// <param name="Time">Steps.</param>
/// <param name="Batch">Rows at each step.</param>
/// <param name="Units">Length of a state.</param>
/// <param name="Reverse">Whether time runs from the last position to the first.</param>
internal readonly record struct SequenceShape(int Time, int Batch, int Units, bool Reverse)
{
    /// <summary>Rows that are shared out together.</summary>
    public const int RowUnit = 4;

    /// <summary>Rows that go through a step together: the kernel's panels pass once for all of them, and what they need stays in the caches.</summary>
    public const int MostRows = 32;

    /// <summary>Rows of the kernel or of its transpose that are taken at once: a panel this long stays in the first-level cache.</summary>
    public const int BlockK = 256;

    /// <summary>
    /// Whether the kernels serve sequences of this shape: packing must pay, which it does not for one step of few rows, and the processor must have
    /// fused multiply-adds, which are slow where they are emulated.
    /// </summary>
    public static bool Suits(Shape sequence) => (Fma.IsSupported || AdvSimd.IsSupported) && (sequence[0] > 1 || sequence[1] >= 2 * RowUnit);

    /// <summary>The shape of a sequence of states.</summary>
    public static SequenceShape Of(Tensor states, bool reverse) => new(states.Shape[0], states.Shape[1], states.Shape[2], reverse);

    /// <summary>Where a step stands in a sequence.</summary>
    private int PositionOf(int step) => Reverse ? Time - 1 - step : step;

    /// <summary>Some rows at a step.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="step">The step, in the order in which they ran forward.</param>
    /// <param name="direction">1 if the next step is done next, −1 if the one before it is.</param>
    public SequenceStep Step(int row, int rows, int step, int direction)
    {
        long at = (long)PositionOf(step) * Batch + row;
        long before = step == 0 ? -1 : (long)PositionOf(step - 1) * Batch + row;
        bool isLast = direction > 0 ? step == Time - 1 : step == 0;
        return new(row, rows, at, before, isLast ? 0 : (Reverse ? -direction : direction) * (long)Batch);
    }

    /// <summary>The states after the last step; the first ones where there is none.</summary>
    public Span<T> Last<T>(Span<T> first, Span<T> sequence) =>
        Time == 0 ? first : sequence.Slice(PositionOf(Time - 1) * Batch * Units, Batch * Units);

    /// <summary>Runs a body over all rows, given in units of <see cref="RowUnit"/>; each thread takes its rows through all steps.</summary>
    public void Share<TBody>(int gates, ref TBody body) where TBody : struct, IParallelBody
    {
        int count = Blocking.CeilDiv(Batch, RowUnit);
        int tasks = Math.Min(CpuPool.Threads, Blocking.Tasks((long)Time * Batch * gates * Units * Units));
        if (tasks == 1) body.Run(0, count);
        else CpuPool.For(count, Math.Max(1, count / tasks), ref body);
    }
}
