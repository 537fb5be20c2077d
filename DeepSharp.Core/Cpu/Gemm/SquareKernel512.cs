using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Cpu;

/// <summary>Products of sixteen rows by sixteen columns of floats, A where it lies: <c>C[i, j] (= or +=) sum over k of A[i, k] B[k, j]</c>.</summary>
/// <remarks>
/// With so few columns each multiply-add loads a value of A of its own, and loads bound the product. Both steps through A are constants, so that one
/// register addresses all rows and nothing else is in the way.
/// </remarks>
internal static unsafe class SquareKernel512
{
    /// <summary>Rows and columns.</summary>
    public const int Side = 16;

    /// <summary>A [rows, 16], whose rows follow each other, times B [16, 16]: a multiple of sixteen rows of C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(int rows, float* a, float* b, float* c)
    {
        for (; rows > 0; rows -= Side, a += Side * Side, c += Side * Side) Run<AlongK>(Side, a, b, c, false);
    }

    /// <summary>The transpose of A [k, 16] times B [k, 16].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns(int k, float* a, float* b, float* c, bool accumulate) => Run<AlongRows>(k, a, b, c, accumulate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TSteps>(int k, float* a, float* b, float* c, bool accumulate) where TSteps : ISteps
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Vector512<float> c8 = default, c9 = default, c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        for (; k > 0; k--, a += TSteps.K, b += Side)
        {
            var x = Vector512.Load(b);
            c0 = MultiplyAdd.Run(Vector512.Create(a[0]), x, c0);
            c1 = MultiplyAdd.Run(Vector512.Create(a[TSteps.Row]), x, c1);
            c2 = MultiplyAdd.Run(Vector512.Create(a[2 * TSteps.Row]), x, c2);
            c3 = MultiplyAdd.Run(Vector512.Create(a[3 * TSteps.Row]), x, c3);
            c4 = MultiplyAdd.Run(Vector512.Create(a[4 * TSteps.Row]), x, c4);
            c5 = MultiplyAdd.Run(Vector512.Create(a[5 * TSteps.Row]), x, c5);
            c6 = MultiplyAdd.Run(Vector512.Create(a[6 * TSteps.Row]), x, c6);
            c7 = MultiplyAdd.Run(Vector512.Create(a[7 * TSteps.Row]), x, c7);
            c8 = MultiplyAdd.Run(Vector512.Create(a[8 * TSteps.Row]), x, c8);
            c9 = MultiplyAdd.Run(Vector512.Create(a[9 * TSteps.Row]), x, c9);
            c10 = MultiplyAdd.Run(Vector512.Create(a[10 * TSteps.Row]), x, c10);
            c11 = MultiplyAdd.Run(Vector512.Create(a[11 * TSteps.Row]), x, c11);
            c12 = MultiplyAdd.Run(Vector512.Create(a[12 * TSteps.Row]), x, c12);
            c13 = MultiplyAdd.Run(Vector512.Create(a[13 * TSteps.Row]), x, c13);
            c14 = MultiplyAdd.Run(Vector512.Create(a[14 * TSteps.Row]), x, c14);
            c15 = MultiplyAdd.Run(Vector512.Create(a[15 * TSteps.Row]), x, c15);
        }
        Store(c, c0, c1, c2, c3, accumulate);
        Store(c + 4 * Side, c4, c5, c6, c7, accumulate);
        Store(c + 8 * Side, c8, c9, c10, c11, accumulate);
        Store(c + 12 * Side, c12, c13, c14, c15, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth, bool add)
    {
        if (add)
        {
            first += Vector512.Load(c);
            second += Vector512.Load(c + Side);
            third += Vector512.Load(c + 2 * Side);
            fourth += Vector512.Load(c + 3 * Side);
        }
        first.Store(c);
        second.Store(c + Side);
        third.Store(c + 2 * Side);
        fourth.Store(c + 3 * Side);
    }

    // Elements from a row of A to the next, and from one k to the next.
    private interface ISteps
    {
        static abstract int Row { get; }

        static abstract int K { get; }
    }

    private readonly struct AlongK : ISteps
    {
        public static int Row => Side;

        public static int K => 1;
    }

    private readonly struct AlongRows : ISteps
    {
        public static int Row => 1;

        public static int K => Side;
    }
}
