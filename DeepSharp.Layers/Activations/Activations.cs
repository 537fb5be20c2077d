using System.Collections.Concurrent;

namespace DeepSharp;

/// <summary>Keras' activation functions by name, with Keras' defaults.</summary>
/// <remarks>For other parameters use the layers (<c>LeakyReLU</c>, <c>ELU</c>, …) or an <see cref="Activation"/> of your own.</remarks>
public static class Activations
{
    private static readonly ConcurrentDictionary<string, Activation> s_known = new();

    /// <summary>f(x) = x.</summary>
    public static Activation Linear { get; } = Add("linear", x => x);

    /// <summary>max(x, 0).</summary>
    public static Activation Relu { get; } = Add("relu", x => x.Relu());

    /// <summary>min(max(x, 0), 6).</summary>
    public static Activation Relu6 { get; } = Add("relu6", x => x.Relu(slope: 0, max: 6));

    /// <summary>x where x &gt; 0, else 0.2 x.</summary>
    public static Activation LeakyRelu { get; } = Add("leaky_relu", x => x.LeakyRelu());

    /// <summary>x where x &gt; 0, else eˣ − 1.</summary>
    public static Activation Elu { get; } = Add("elu", x => x.Elu());

    /// <summary>As <see cref="Elu"/>, scaled so that mean 0 and variance 1 are kept.</summary>
    public static Activation Selu { get; } = Add("selu", x => x.Selu());

    /// <summary>x where x &gt; 0, else eˣ − 1; differs from <see cref="Elu"/> for other parameters only.</summary>
    public static Activation Celu { get; } = Add("celu", x => x.Celu());

    /// <summary>x · Φ(x) with the error function, not its approximation by tanh.</summary>
    public static Activation Gelu { get; } = Add("gelu", x => x.Gelu());

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Activation Sigmoid { get; } = Add("sigmoid", x => x.Sigmoid());

    /// <summary>x/6 + 1/2 held within 0 and 1.</summary>
    public static Activation HardSigmoid { get; } = Add("hard_sigmoid", x => x.HardSigmoid());

    /// <summary>(x + 1)/2 held within 0 and 1.</summary>
    public static Activation SparseSigmoid { get; } = Add("sparse_sigmoid", x => x.SparseSigmoid());

    /// <summary>ln sigmoid(x).</summary>
    public static Activation LogSigmoid { get; } = Add("log_sigmoid", x => x.LogSigmoid());

    /// <summary>tanh x.</summary>
    public static Activation Tanh { get; } = Add("tanh", x => x.Tanh());

    /// <summary>x held within −1 and 1.</summary>
    public static Activation HardTanh { get; } = Add("hard_tanh", x => x.Clip(-1, 1));

    /// <summary>x − tanh x.</summary>
    public static Activation TanhShrink { get; } = Add("tanh_shrink", x => x.TanhShrink());

    /// <summary>x where |x| &gt; 0.5, else 0.</summary>
    public static Activation HardShrink { get; } = Add("hard_shrink", x => x.HardShrink());

    /// <summary>x moved towards zero by 0.5; what lies nearer becomes 0.</summary>
    public static Activation SoftShrink { get; } = Add("soft_shrink", x => x.SoftShrink());

    /// <summary>x where x &gt; 0, else 0; Keras gives the function no defaults, these are relu's.</summary>
    public static Activation Threshold { get; } = Add("threshold", x => x.Threshold(0, 0));

    /// <summary>x · sigmoid(x); Keras' other name is swish.</summary>
    public static Activation Silu { get; } = Add("silu", x => x.Silu(), "swish");

    /// <summary>x · hard_sigmoid(x); Keras' other name is hard_swish.</summary>
    public static Activation HardSilu { get; } = Add("hard_silu", x => x.HardSilu(), "hard_swish");

    /// <summary>x · tanh(ln(1 + eˣ)).</summary>
    public static Activation Mish { get; } = Add("mish", x => x.Mish());

    /// <summary>ln(1 + eˣ).</summary>
    public static Activation Softplus { get; } = Add("softplus", x => x.Softplus());

    /// <summary>(x + √(x² + 4)) / 2.</summary>
    public static Activation Squareplus { get; } = Add("squareplus", x => x.Squareplus());

    /// <summary>0 where x ≤ −1, x where x ≥ 1, else (x + 1)²/4.</summary>
    public static Activation SparsePlus { get; } = Add("sparse_plus", x => x.SparsePlus());

    /// <summary>x / (1 + |x|).</summary>
    public static Activation Softsign { get; } = Add("softsign", x => x.Softsign());

    /// <summary>eˣ.</summary>
    public static Activation Exponential { get; } = Add("exponential", x => x.Exp());

    /// <summary>The first half of the last axis times the sigmoid of the second half.</summary>
    public static Activation Glu { get; } = Add("glu", x => x.Glu());

    /// <summary>eˣ / Σ eˣ over the last axis.</summary>
    public static Activation Softmax { get; } = Add("softmax", x => x.Softmax());

    /// <summary>ln softmax(x) over the last axis.</summary>
    public static Activation LogSoftmax { get; } = Add("log_softmax", x => x.LogSoftmax());

    /// <summary>The nearest point of the probability simplex along the last axis.</summary>
    public static Activation Sparsemax { get; } = Add("sparsemax", x => x.Sparsemax());

    /// <summary>The names of all activations; a second name of one is understood but not listed.</summary>
    public static IEnumerable<string> Names => s_known.Where(e => e.Key == e.Value.Name).Select(e => e.Key).Order(StringComparer.Ordinal);

    /// <summary>Softmax or sigmoid if the activation is one of them: a loss then uses the scores themselves.</summary>
    internal static LogitsOf? LogitsOf(Activation activation) =>
        activation == Softmax ? DeepSharp.LogitsOf.Softmax : activation == Sigmoid ? DeepSharp.LogitsOf.Sigmoid : null;

    internal static void Register(Activation activation) => s_known[activation.Name] = activation;

    internal static Activation Find(string name) => s_known.TryGetValue(name, out var found)
        ? found
        : throw new InvalidValueException($"There is no activation '{name}'{KnownNames.Instead(name, Names)}. Register your own with Activation.Register.");

    private static Activation Add(string name, Func<Tensor, Tensor> function, string? secondName = null)
    {
        var activation = new Activation(name, function);
        if (secondName is not null) s_known[secondName] = activation;
        return s_known[name] = activation;
    }
}
