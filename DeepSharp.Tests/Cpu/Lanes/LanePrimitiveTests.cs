using System.Numerics;
using DeepSharp.Cpu;
using P = DeepSharp.Tests.Cpu.Lanes.LanePrimitives;

namespace DeepSharp.Tests.Cpu.Lanes;

[TestFixture(TypeArgs = [typeof(float)])]
[TestFixture(TypeArgs = [typeof(double)])]
[TestFixture(TypeArgs = [typeof(int)])]
[TestFixture(TypeArgs = [typeof(long)])]
public class LanePrimitiveTests<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private static readonly bool Real = typeof(T) == typeof(float) || typeof(T) == typeof(double);

    private static readonly T[] Values =
    [
        .. new[] { 1.0, -1, 2, -2, 3, -3, 7, -7, 100, -100, 12345 }.Select(T.CreateChecked), T.MaxValue, T.MinValue,
        .. Real ? new[] { 0.5, -0.5, 1.5, 2.5, -2.5, 0.1, 1e-30, double.NaN, double.PositiveInfinity, double.NegativeInfinity }
            .Select(T.CreateSaturating) : [],
    ];

    private static readonly T[] WithZeros = [.. Values, T.Zero, -T.Zero];

    [Test]
    public void Arithmetic_AllPairs_AgreesWithCSharp()
    {
        Check<P.Add>(WithZeros, (a, b) => a + b);
        Check<P.Subtract>(WithZeros, (a, b) => a - b);
        Check<P.Multiply>(WithZeros, (a, b) => a * b);
        Check<P.Negate>(WithZeros, (a, b) => -a);
        Check<P.Divide>(Values, (a, b) => Real || b != -T.One ? a / b : -a);
        Check<P.FusedMultiplyAdd>(WithZeros, (a, b) => a switch
        {
            float f => T.CreateTruncating(MathF.FusedMultiplyAdd(f, float.CreateTruncating(b), float.CreateTruncating(b))),
            double d => T.CreateTruncating(Math.FusedMultiplyAdd(d, double.CreateTruncating(b), double.CreateTruncating(b))),
            _ => a * b + b,
        });
    }

    [Test]
    public void MinMaxSelect_AllPairs_PropagateNaN()
    {
        Check<P.Min>(WithZeros, T.Min);
        Check<P.Max>(WithZeros, T.Max);
        Check<P.SelectSmaller>(WithZeros, (a, b) => a < b ? a : b);
        Check<P.CopySign>([.. Values.Where(v => v != T.MinValue)], T.CopySign);
        Check<P.Abs>(WithZeros, (a, _) => !Real && a == T.MinValue ? a : T.Abs(a));
        Check<P.Sign>(WithZeros, (a, _) => a > T.Zero ? T.One : a < T.Zero ? -T.One : a);
    }

    [Test]
    public void Comparisons_AllPairs_AgreeWithCSharp()
    {
        Check<P.Less>(WithZeros, (a, b) => One(a < b));
        Check<P.LessOrEqual>(WithZeros, (a, b) => One(a <= b));
        Check<P.Equal>(WithZeros, (a, b) => One(a == b));
        Check<P.NotEqual>(WithZeros, (a, b) => One(a != b));
        Check<P.IsNaN>(WithZeros, (a, _) => One(T.IsNaN(a)));
        Check<P.BothPositive>(WithZeros, (a, b) => One(a > T.Zero && b > T.Zero));
        Check<P.EitherPositive>(WithZeros, (a, b) => One(a > T.Zero || b > T.Zero));
        Check<P.NotPositive>(WithZeros, (a, _) => One(!(a > T.Zero)));
    }

    [Test]
    public void Rounding_EveryValue_AgreesWithMath()
    {
        Check<P.Floor>(WithZeros, (a, _) => Rounded(a, Math.Floor));
        Check<P.Ceiling>(WithZeros, (a, _) => Rounded(a, Math.Ceiling));
        Check<P.Round>(WithZeros, (a, _) => Rounded(a, Math.Round));
        Check<P.Truncate>(WithZeros, (a, _) => Rounded(a, Math.Truncate));
    }

    [Test]
    public void FloorMod_AllPairs_TakesTheSignOfTheDivisor()
        => Check<P.FloorMod>(Values, (a, b) =>
        {
            if (!Real && b == -T.One)
                return T.Zero;
            T r = a % b;
            if (Real && r == T.Zero)
                return T.CopySign(T.Zero, b);
            return r != T.Zero && T.IsNegative(r) != T.IsNegative(b) ? r + b : r;
        });

    [Test]
    public void DivideAndFloorMod_ByZero_ThrowForIntegersOnly()
    {
        T[] one = [T.One], zero = [T.Zero];
        foreach (var width in LaneRun.Widths)
        {
            TestDelegate divide = () => LaneRun.Over<T, P.Divide>(one, zero, width);
            TestDelegate mod = () => LaneRun.Over<T, P.FloorMod>(one, zero, width);
            Assert.That(divide, Real ? Throws.Nothing : Throws.TypeOf<DivideByZeroException>());
            Assert.That(mod, Real ? Throws.Nothing : Throws.TypeOf<DivideByZeroException>());
        }
    }

    [Test]
    public void Sqrt_RealAndInteger_RootOrException()
    {
        if (Real)
            Check<P.Sqrt>(WithZeros, (a, _) => a is float f
                ? T.CreateTruncating(MathF.Sqrt(f))
                : T.CreateTruncating(Math.Sqrt(double.CreateTruncating(a))));
        else
            foreach (var width in LaneRun.Widths)
                Assert.That(() => LaneRun.Over<T, P.Sqrt>([T.One], width),
                    Throws.TypeOf<NotSupportedException>().With.Message.StartsWith("Sqrt"));
    }

    [Test]
    public void Masks_AsBytes_AreZeroAndOneAndReadFromAnythingSet()
    {
        byte[] flags = [1, 0, 0, 255, 2, 0, 1, 1, 0, 0, 0, 128, 0, 1, 0, 1];
        foreach (var width in LaneRun.Widths)
        {
            var job = new MaskJob { Flags = flags, Back = new byte[flags.Length + 1], Chosen = new T[flags.Length] };
            job.Back[^1] = 77;
            LaneDispatch.Run<T, MaskJob>(ref job, width);
            Assert.That(job.Back, Is.EqualTo((byte[])[.. flags.Select(f => f == 0 ? (byte)0 : (byte)1), 77]), $"{width}");
            Assert.That(job.Chosen, Is.EqualTo(flags.Select(f => One(f != 0))), $"{width}");
        }
    }

    private struct MaskJob : ILaneJob<T>
    {
        public byte[] Flags, Back;
        public T[] Chosen;

        public readonly unsafe void Run<TLane>() where TLane : struct, ILane<TLane, T>
        {
            fixed (byte* flags = Flags, back = Back)
            fixed (T* chosen = Chosen)
            {
                for (int i = 0; i < Flags.Length; i += TLane.Count)
                {
                    var mask = TLane.LoadMask(flags + i);
                    TLane.StoreMask(mask, back + i);
                    TLane.MaskToOne(mask).Store(chosen + i);
                }
            }
        }
    }

    private static T One(bool set) => set ? T.One : T.Zero;

    private static T Rounded(T a, Func<double, double> round) => Real ? T.CreateTruncating(round(double.CreateTruncating(a))) : a;

    private static void Check<TExpression>(T[] values, Func<T, T, T> truth) where TExpression : struct, ILaneExpression
    {
        T[] a = [.. values.SelectMany(x => Enumerable.Repeat(x, values.Length))];
        T[] b = [.. Enumerable.Repeat(values, values.Length).SelectMany(x => x)];
        foreach (var width in LaneRun.Widths)
        {
            var y = LaneRun.Over<T, TExpression>(a, b, width);
            for (int i = 0; i < y.Length; i++)
            {
                // Signs of zeros count, NaN equals NaN.
                T expected = truth(a[i], b[i]);
                Assert.That(y[i].Equals(expected) && (T.IsNaN(expected) || T.IsNegative(y[i]) == T.IsNegative(expected)),
                    () => $"{typeof(TExpression).Name}({a[i]}, {b[i]}) at {width}: {y[i]}, expected {expected}");
            }
        }
    }
}
