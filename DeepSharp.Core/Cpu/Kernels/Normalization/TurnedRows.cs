using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Rows of few registers, turned on their side so that each lane works on a row of its own: no sums across a register, no half-filled ones.</summary>
internal static unsafe class TurnedRows
{
    /// <summary>Rows turned together: a register of the widest kind and smallest element.</summary>
    public const int Group = 16;

    /// <summary>The longest row that is worth turning.</summary>
    public const int Longest = 128;

    /// <summary>Groups that so many rows make.</summary>
    public static long Groups(long rows) => (rows + Group - 1) / Group;

    /// <summary>Rows of a group; the last one may hold fewer.</summary>
    public static int RowsOf(long group, long rows) => (int)Math.Min(Group, rows - group * Group);

    /// <summary>Turns rows of <paramref name="n"/> elements: <c>turned[i * Group + r] = x[r * n + i]</c>, zeros for missing rows.</summary>
    public static void In<T>(T* x, int rows, int n, T* turned) where T : unmanaged => LaneTurn.In(new(x, n, 1), rows, n, Group, turned);

    /// <summary>Turns rows back.</summary>
    public static void Out<T>(T* turned, int rows, int n, T* y) where T : unmanaged => LaneTurn.Out(turned, rows, n, Group, y);

    /// <summary>Replaces the rows in a register's lanes by exp(x − max).</summary>
    /// <returns>max x and Σ exp(x − max) of each row.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (V Max, V Sum) Exponentials<V, T>(T* turned, int n) where V : struct, ILane<V, T> where T : unmanaged
    {
        var max = V.Load(turned);
        for (int i = 1; i < n; i++) max = V.Max(max, V.Load(turned + i * Group));
        var sum = V.Of(0);
        for (int i = 0; i < n; i++)
        {
            var e = V.Exp(V.Load(turned + i * Group) - max);
            e.Store(turned + i * Group);
            sum += e;
        }
        return (max, sum);
    }

    /// <summary>Multiplies each row in a register's lanes by a number of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale<V, T>(T* turned, int n, V factors) where V : struct, ILane<V, T> where T : unmanaged
    {
        for (int i = 0; i < n; i++) (V.Load(turned + i * Group) * factors).Store(turned + i * Group);
    }
}
