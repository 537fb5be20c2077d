namespace DeepSharp.Layers;

/// <summary>Keeps the largest singular value of a layer's kernel near one: in training the kernel is replaced by kernel / σ before it is used.</summary>
/// <remarks>
/// σ is estimated by power iterations on the kernel as a matrix [all other axes, last axis], from a vector u [1, last axis] that is kept as a weight:
/// v = u Wᵀ / |u Wᵀ|, u = v W / |v W|, σ = v W uᵀ. A kernel of zeros stays as it is. Source: T. Miyato et al., Spectral Normalization for GANs, 2018.
/// </remarks>
/// <param name="layer">A layer with a weight called kernel or embeddings.</param>
/// <param name="powerIterations">How often u and v are improved at each training step.</param>
[Layer]
public sealed partial class SpectralNormalization(Layer layer, int powerIterations = 1) : Wrapper(layer)
{
    private Weight _kernel = null!, _vectorU = null!;

    /// <inheritdoc/>
    protected override void Build(Shape[] inputs)
    {
        base.Build(inputs);
        if (PowerIterations < 1) throw new InvalidValueException($"{TypeName} expects at least 1 power iteration but got {PowerIterations}.");
        _kernel = Layer.OwnWeights.FirstOrDefault(w => w.Name is "kernel" or "embeddings")
            ?? throw new InvalidValueException($"{TypeName} needs a layer with a weight called kernel or embeddings, but {Layer} has {(Layer.OwnWeights.Count == 0 ? "no weights" : "only " + string.Join(", ", Layer.OwnWeights.Select(w => w.Name)))}.");
        Share(_kernel, Layer);
        _vectorU = AddWeight("vector_u", [1, _kernel.Shape[^1]], new Initializers.TruncatedNormal(stddev: 0.02), trainable: false, dtype: _kernel.DType);
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(Tensor[] inputs, CallContext context)
    {
        if (context.Training && inputs[0].Device != Device.Null) Normalize();
        return Layer.Apply(inputs);
    }

    private void Normalize()
    {
        var kernel = _kernel.Value.StopGradient();
        var w = kernel.Reshape([Dim.Any, kernel.Shape[^1]]);
        Tensor u = _vectorU.Value, v = u;
        for (int i = 0; i < PowerIterations; i++)
        {
            v = Unit(u.MatMul(w, transposeB: true));
            u = Unit(v.MatMul(w));
        }
        var sigma = v.MatMul(w).MatMul(u, transposeB: true).Reshape(Shape.Scalar);
        var zero = kernel.Equal(0).All();
        _vectorU.Assign(Tensor.Where(zero, _vectorU.Value, u));
        _kernel.Assign(Tensor.Where(zero, kernel, kernel / sigma));
    }

    // No longer than 10⁷ times the vector, as in Keras.
    private static Tensor Unit(Tensor x) => x * x.Square().Sum().Rsqrt().Minimum(1e7);
}
