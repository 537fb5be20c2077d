namespace DeepSharp.Cpu;

/// <summary>
/// z = √2 · erf⁻¹(t · erf √2) held within ±2, for t in (−1, 1), in double: what numbers evenly spread become when they are cut normal ones.
/// </summary>
/// <remarks>
/// z / t is even in t and grows only where t · erf √2 nears 1, at w = 1 − t² = −0.098. A quotient of two polynomials in w, made by interpolating
/// at Chebyshev's 27 points of [0, 1], is off by less than 6e-17; the coefficients are all positive, so that rounding adds less than 1e-15.
/// </remarks>
internal static unsafe class TruncatedQuantile
{
    // From the highest power down.
    private static ReadOnlySpan<double> Upper =>
    [
        1.4997437858982257, 252.41680334535195, 6509.577194893612, 58427.42076922984, 240969.6891965829, 525030.302520072, 655575.0549738439,
        493152.3383473395, 230089.94271280387, 67355.80164369743, 12273.027926364282, 1341.7457849981179, 80.11455157594585, 2,
    ];

    private static ReadOnlySpan<double> Lower =>
    [
        10.150690305973734, 671.2927251318281, 11267.698527833574, 76639.67761178124, 258123.47962059235, 480406.0883895111, 528191.1833641335,
        357674.9033137815, 152786.90752997706, 41500.747431527125, 7092.892927579837, 733.8042731428021, 41.7671355982026, 1,
    ];

    /// <summary>Turns each t into its z.</summary>
    public static void Run(double* numbers, int count)
    {
        var job = new Job { Numbers = numbers, Count = count };
        LaneDispatch.Run<double, Job>(ref job);
    }

    internal static V Of<V>(V t) where V : struct, ILane<V>
    {
        var w = V.FusedMultiplyAdd(-t, t, V.Of(1));
        V upper = V.Of(Upper[0]), lower = V.Of(Lower[0]);
        for (int i = 1; i < Upper.Length; i++)
        {
            upper = V.FusedMultiplyAdd(upper, w, V.Of(Upper[i]));
            lower = V.FusedMultiplyAdd(lower, w, V.Of(Lower[i]));
        }
        return V.AtMost(V.AtLeast(t * upper / lower, V.Of(-2)), V.Of(2));
    }

    private struct Job : ILaneJob<double>
    {
        public double* Numbers;
        public int Count;

        public readonly void Run<V>() where V : struct, ILane<V, double>
        {
            int i = 0;
            for (; i <= Count - V.Count; i += V.Count) Of(V.Load(Numbers + i)).Store(Numbers + i);
            for (; i < Count; i++) Of(new Wide1<double>(Numbers[i])).Store(Numbers + i);
        }
    }
}
