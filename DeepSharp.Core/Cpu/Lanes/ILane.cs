namespace DeepSharp.Cpu;

/// <summary>
/// One SIMD register seen as a number: a function written once over <typeparamref name="TSelf"/> runs at every vector width
/// and for every element type. Masks are lanes too: all bits set where true, all bits clear where false.
/// </summary>
/// <remarks>
/// For a given element type every width gives bit-identical results, the scalar width included: nothing here depends on
/// the number of lanes, and a fused multiply-add is fused everywhere.
/// </remarks>
/// <typeparam name="TSelf">The implementing register type.</typeparam>
public partial interface ILane<TSelf> where TSelf : struct, ILane<TSelf>
{
    /// <summary>True when the elements are 32-bit floats; the float functions branch on it at JIT time.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>True when the elements are 64-bit floats.</summary>
    static abstract bool IsDouble { get; }

    /// <summary>All lanes set to <paramref name="value"/>, converted to the element type.</summary>
    static abstract TSelf Of(double value);

    /// <summary>a + b; integers wrap.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a - b; integers wrap.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a * b; integers wrap.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b; integers truncate towards zero.</summary>
    /// <exception cref="DivideByZeroException">An integer lane of <paramref name="b"/> is zero.</exception>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>-a.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller value; NaN when either is NaN, and -0 is below +0.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger value; NaN when either is NaN, and -0 is below +0.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>x held at <paramref name="limit"/> or above; NaN stays. The limit is a number.</summary>
    static virtual TSelf AtLeast(TSelf x, TSelf limit) => TSelf.Select(TSelf.Less(x, limit), limit, x);

    /// <summary>x held at <paramref name="limit"/> or below; NaN stays. The limit is a number.</summary>
    static virtual TSelf AtMost(TSelf x, TSelf limit) => TSelf.Select(TSelf.Less(limit, x), limit, x);

    /// <summary>x · 2ⁿ for x from 2⁻¹ to 2 and whole n from -152 to 129 for floats, -1077 to 1024 for doubles, rounded once.</summary>
    static virtual TSelf Scale(TSelf x, TSelf n) => LaneExp.Scale(x, n);

    /// <summary>|x|; the smallest integer stays as it is.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The square root of x; NaN below zero.</summary>
    /// <exception cref="NotSupportedException">The elements are integers.</exception>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The largest integer not above x.</summary>
    static abstract TSelf Floor(TSelf x);

    /// <summary>The smallest integer not below x.</summary>
    static abstract TSelf Ceiling(TSelf x);

    /// <summary>The nearest integer; halves go to the even neighbour.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>x without its fraction.</summary>
    static abstract TSelf Truncate(TSelf x);

    /// <summary>The magnitude of <paramref name="magnitude"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>Floor-mod as in Python: a - floor(a / b) * b, so the result has the sign of <paramref name="b"/>.</summary>
    /// <exception cref="DivideByZeroException">An integer lane of <paramref name="b"/> is zero.</exception>
    static abstract TSelf FloorMod(TSelf a, TSelf b);

    /// <summary>The mask a &lt; b.</summary>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>The mask a &lt;= b.</summary>
    static abstract TSelf LessOrEqual(TSelf a, TSelf b);

    /// <summary>The mask a == b; false for NaN.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>Lane by lane <paramref name="ifTrue"/> where the mask is set, else <paramref name="ifFalse"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf ifTrue, TSelf ifFalse);

    /// <summary>Bitwise and.</summary>
    static abstract TSelf And(TSelf a, TSelf b);

    /// <summary>Bitwise or.</summary>
    static abstract TSelf Or(TSelf a, TSelf b);

    /// <summary>Bitwise complement; on masks, logical not.</summary>
    static abstract TSelf Not(TSelf x);

    /// <summary>True when the mask is set in at least one lane.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>The bits of each lane moved up by <paramref name="count"/>.</summary>
    static abstract TSelf ShiftBitsLeft(TSelf x, int count);

    /// <summary>The bits of each lane moved down by <paramref name="count"/>, zeros moving in.</summary>
    static abstract TSelf ShiftBitsRight(TSelf x, int count);

    /// <summary>Applies a scalar function to each lane in double precision: the way of functions too rare for a vector form.</summary>
    /// <exception cref="NotSupportedException">The elements are integers.</exception>
    static abstract TSelf Map<TFunction>(TSelf x) where TFunction : struct, IScalarFunction;

    /// <summary>Applies a scalar function of two arguments to each pair of lanes in double precision.</summary>
    /// <exception cref="NotSupportedException">The elements are integers.</exception>
    static abstract TSelf Map<TFunction>(TSelf a, TSelf b) where TFunction : struct, IScalarFunction2;
}
