using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu.Lanes;

/// <summary>The primitives as expressions; masks are read out as 1 and 0.</summary>
public static class LanePrimitives
{
    public readonly struct Add : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => a + b; }
    public readonly struct Subtract : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => a - b; }
    public readonly struct Multiply : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => a * b; }
    public readonly struct Divide : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => a / b; }
    public readonly struct Negate : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => -a; }
    public readonly struct FusedMultiplyAdd : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.FusedMultiplyAdd(a, b, b);
    }
    public readonly struct Min : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Min(a, b); }
    public readonly struct Max : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Max(a, b); }
    public readonly struct CopySign : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.CopySign(a, b); }
    public readonly struct FloorMod : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.FloorMod(a, b); }
    public readonly struct Less : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.MaskToOne(V.Less(a, b));
    }
    public readonly struct LessOrEqual : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.MaskToOne(V.LessOrEqual(a, b));
    }
    public readonly struct Equal : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.MaskToOne(V.Equal(a, b));
    }
    public readonly struct NotEqual : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.MaskToOne(V.NotEqual(a, b));
    }
    public readonly struct Abs : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Abs(a); }
    public readonly struct Sqrt : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Sqrt(a); }
    public readonly struct Floor : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Floor(a); }
    public readonly struct Ceiling : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Ceiling(a); }
    public readonly struct Round : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Round(a); }
    public readonly struct Truncate : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Truncate(a); }
    public readonly struct Sign : ILaneExpression { public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Sign(a); }
    public readonly struct IsNaN : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.MaskToOne(V.IsNaN(a));
    }
    public readonly struct SelectSmaller : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.Select(V.Less(a, b), a, b);
    }
    public readonly struct BothPositive : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.MaskToOne(V.And(V.Less(V.Of(0), a), V.Less(V.Of(0), b)));
    }
    public readonly struct EitherPositive : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.MaskToOne(V.Or(V.Less(V.Of(0), a), V.Less(V.Of(0), b)));
    }
    public readonly struct NotPositive : ILaneExpression
    {
        public static V Apply<V>(V a, V b) where V : struct, ILane<V> => V.MaskToOne(V.Not(V.Less(V.Of(0), a)));
    }
}
