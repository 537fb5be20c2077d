using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

/// <summary>One function under test: how to run it, what is true, and how many ulp it may be off.</summary>
public abstract record LaneCase(string Name, Func<double, double> Reference, double FloatUlps, double DoubleUlps)
{
    internal abstract float[] Run(float[] x, LaneWidth width);
    internal abstract double[] Run(double[] x, LaneWidth width);
    internal abstract int[] Run(int[] x, LaneWidth width);

    public static LaneCase Of<TExpression>(Func<double, double> reference, double floatUlps, double doubleUlps)
        where TExpression : struct, ILaneExpression
        => new Case<TExpression>(typeof(TExpression).Name, reference, floatUlps, doubleUlps);

    public sealed override string ToString() => Name;

    private sealed record Case<TExpression>(string Name, Func<double, double> Reference, double FloatUlps, double DoubleUlps)
        : LaneCase(Name, Reference, FloatUlps, DoubleUlps) where TExpression : struct, ILaneExpression
    {
        internal override float[] Run(float[] x, LaneWidth width) => LaneRun.Over<float, TExpression>(x, width);
        internal override double[] Run(double[] x, LaneWidth width) => LaneRun.Over<double, TExpression>(x, width);
        internal override int[] Run(int[] x, LaneWidth width) => LaneRun.Over<int, TExpression>(x, width);
    }
}
