namespace DeepSharp;

/// <summary>A draw of random numbers: a pure function of a state, int64 [2] = {seed, draw number}.</summary>
/// <remarks>
/// <para>Every device computes the same words. Block b of a draw is Philox4x32-10 of the 128-bit counter (c0, c1, c2, c3) = (low b, high b,
/// low draw, high draw) under the key (k0, k1) = (low seed, high seed), where low and high are the 32-bit halves of 64-bit numbers.
/// It holds the words w0 to w3; word number n of a draw is word n mod 4 of block n / 4.</para>
/// <para>Element i (in row-major order) of a draw with one word an element has the word w = word i; with two words an element it has the
/// 64-bit number d = word 2i + 2³² · word (2i + 1). Each op tells how its values follow from w or d.</para>
/// <para>Values made by integer arithmetic, additions and products alone are equal to the last bit on every device; those that go through
/// logarithms or trigonometry agree to a few units in the last place, and are equal for every vector width and thread count of one
/// device.</para>
/// </remarks>
/// <param name="Shape">The shape of the result; while a model is built it may hold <see cref="Dim.Any"/>.</param>
/// <param name="DType">The element type of the result.</param>
public abstract record RandomOp(Shape Shape, DType DType) : Op
{
    /// <inheritdoc/>
    public override string Family => "Random";

    /// <summary>The element types the op can draw.</summary>
    private protected abstract ReadOnlySpan<DType> Drawable { get; }

    /// <summary>Says what is wrong with the attributes, or null.</summary>
    private protected virtual string? Fault => null;

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        RequireState(inputs[0], Name);
        if (!Drawable.Contains(DType) && !(DType.Is16Bit && Drawable.Contains(DType.Float32)))
            throw new DTypeMismatchException(
                $"[{Name}] draws {string.Join(", ", Drawable.ToArray().Select(d => d.KerasName))} " +
                $"but {DType.KerasName} was asked for. Draw one of these and cast.");
        if (Fault is { } fault) throw new InvalidValueException($"[{Name}] {fault}");
        return [new(Shape, DType)];
    }

    /// <inheritdoc/>
    public override Op ForFloat32() => DType.Is16Bit ? this with { DType = DType.Float32 } : this;

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s) => [null];

    /// <summary>The check of a random state.</summary>
    internal static void RequireState(TensorSpec state, string who)
    {
        if (state.DType != DType.Int64 || !state.Shape.Matches([2]))
            throw new ShapeMismatchException(
                $"[{who}] the random state must be int64 [2] = {{seed, draw number}} but is {state}. Take it from SeedGenerator.Next().");
    }
}
