namespace DeepSharp;

/// <summary>Means of the values, weighted by how well the queries fit the keys: dropout(softmax(scale · q · kᵀ, masked)) · v.</summary>
/// <remarks>
/// Inputs: q [.., T, d], k [.., S, d], v [.., S, e], a bool mask that stretches over [.., T, S] if there is one, and a random state if weights are
/// dropped; leading axes broadcast. Outputs: y [.., T, e], zeros for a query that sees nothing, and the logarithms of the sums of
/// exponentials that the weights were divided by, [.., T], 0 for such a query; the gradient needs them, in float32 where the rest has 16 bits.
/// Vaswani et al. 2017.
/// </remarks>
/// <param name="Scale">Multiplies the scores; 1 / √d as a rule.</param>
/// <param name="IsCausal">Whether query i sees only the keys up to i.</param>
/// <param name="Dropout">The part of the weights that is dropped, as <see cref="DropoutOp"/> does it with the random state.</param>
public sealed record ScaledDotProductAttentionOp(double Scale, bool IsCausal = false, double Dropout = 0) : Op
{
    /// <inheritdoc/>
    public override string Family => "Attention";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (q, k, v) = (inputs[0], inputs[1], inputs[2]);
        Domains.Require(Name, FnDomain.Floating, q.DType);
        if (k.DType != q.DType || v.DType != q.DType)
            throw new DTypeMismatchException($"[{Name}] expects query, key and value of one element type but got {q}, {k} and {v}. Cast them.");
        if (q.Shape.Rank < 2 || k.Shape.Rank < 2 || v.Shape.Rank < 2 || !Agree(q.Shape[^1], k.Shape[^1]) || !Agree(k.Shape[^2], v.Shape[^2]))
            throw new ShapeMismatchException(
                $"[{Name}] expects a query [.., T, d], a key [.., S, d] and a value [.., S, e] but got {q.Shape}, {k.Shape} and {v.Shape}.");
        var batch = Shape.Broadcast(q.Shape[..^2], k.Shape[..^2], Name);
        if (HasMask(inputs.Length)) MaskedSoftmaxOp.RequireMask(Name, inputs[3], [.. batch.Dims, q.Shape[^2], k.Shape[^2]]);
        if (!(Dropout is >= 0 and <= 1)) throw new InvalidValueException($"[{Name}] expects a dropout from 0 to 1 but got {Dropout}.");
        if (Dropout > 0) RandomOp.RequireState(inputs[^1], Name);
        return
        [
            new([.. Shape.Broadcast(batch, v.Shape[..^2], Name).Dims, q.Shape[^2], v.Shape[^1]], q.DType),
            new([.. batch.Dims, q.Shape[^2]], q.DType.Is16Bit ? DType.Float32 : q.DType),
        ];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var mask = HasMask(x.Length) ? x[3] : null;
        var scores = (x[0] * Scale).MatMul(x[1], transposeB: true);
        var weights = Dropped(scores.MaskedSoftmax(mask, IsCausal), x);
        var logSum = MaskedSoftmaxOp.Hide(scores.DType.Is16Bit ? scores.Cast(DType.Float32) : scores, mask, IsCausal).LogSumExp(-1);
        return [weights.MatMul(x[2]), Tensor.Where(logSum > MaskedSoftmaxOp.Unseen / 2, logSum, logSum.ScalarLike(0))];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(GradientScope s)
    {
        var logSum = s.Ys[1];
        var dLogSum = s.Dys[1] ?? Tensor.Zeros(logSum.Shape, logSum.DType, logSum.Device);
        var rest = s.Xs.Skip(3);
        var gradients = new ScaledDotProductAttentionGradientOp(this).ApplyAll([.. s.Xs.Take(3), s.Y, logSum, s.Dy, dLogSum, .. rest]);
        return [.. gradients, .. rest.Select(_ => (Tensor?)null)];
    }

    /// <inheritdoc/>
    public override OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        long bytes = outputs[0].Bytes;
        foreach (var x in inputs) bytes += x.Bytes;
        return new(2 * outputs[1].Shape.Count * inputs[1].Shape[^2] * (inputs[0].Shape[^1] + outputs[0].Shape[^1]), bytes);
    }

    /// <summary>Whether so many inputs hold a mask.</summary>
    internal bool HasMask(int inputs) => inputs > (Dropout > 0 ? 4 : 3);

    /// <summary>Weights of which a part is dropped; the random state is the last input.</summary>
    internal Tensor Dropped(Tensor weights, Tensor[] x) => Dropout > 0 ? new DropoutOp(Dropout).Apply(weights, x[^1]) : weights;

    private static bool Agree(int a, int b) => a == b || a == Dim.Any || b == Dim.Any;
}

public sealed partial class Tensor
{
    /// <summary>Means of values, weighted by how well this query fits the keys: dropout(softmax(scale · q · kᵀ, masked)) · v.</summary>
    /// <param name="key">[.., S, d] for a query [.., T, d]; leading axes broadcast.</param>
    /// <param name="value">[.., S, e].</param>
    /// <param name="mask">A bool tensor that stretches over [.., T, S], true where a query may see a key; all if null.</param>
    /// <param name="scale">Multiplies the scores; 1 / √d if null.</param>
    /// <param name="isCausal">Whether query i sees only the keys up to i.</param>
    /// <param name="dropout">The part of the weights that is dropped, 0 to 1; the others are divided by 1 − dropout.</param>
    /// <param name="seed">A seed, a generator or a state for the dropout; the global generator if not given.</param>
    /// <returns>[.., T, e]; zeros for a query that sees nothing.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="DTypeMismatchException">The element types differ, or the mask is not bool.</exception>
    /// <exception cref="InvalidValueException">The dropout is outside [0, 1].</exception>
    public Tensor ScaledDotProductAttention(
        Tensor key, Tensor value, Tensor? mask = null, double? scale = null, bool isCausal = false, double dropout = 0, RandomSeed seed = default)
    {
        var op = new ScaledDotProductAttentionOp(scale ?? 1 / Math.Sqrt(Shape[^1]), isCausal, dropout);
        List<Tensor> inputs = [this, key, value];
        if (mask is not null) inputs.Add(mask);
        if (dropout > 0) inputs.Add(seed.For(Device == Device.Null ? Dim.Any : Shape));
        return op.ApplyAll([.. inputs])[0];
    }
}
