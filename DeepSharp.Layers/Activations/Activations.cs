using System.Collections.Concurrent;

namespace DeepSharp;

/// <summary>Keras' activation functions by name.</summary>
public static class Activations
{
    private static readonly ConcurrentDictionary<string, Activation> s_known = new();

    /// <summary>f(x) = x.</summary>
    public static Activation Linear { get; } = Add("linear", x => x);

    /// <summary>max(x, 0).</summary>
    public static Activation Relu { get; } = Add("relu", x => x.Relu());

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Activation Sigmoid { get; } = Add("sigmoid", x => x.Sigmoid());

    /// <summary>tanh x.</summary>
    public static Activation Tanh { get; } = Add("tanh", x => x.Tanh());

    /// <summary>eˣ / Σ eˣ over the last axis.</summary>
    public static Activation Softmax { get; } = Add("softmax", x => x.Softmax());

    /// <summary>The names of all activations.</summary>
    public static IEnumerable<string> Names => s_known.Keys.Order(StringComparer.Ordinal);

    internal static bool KeepsLogits(Activation activation) => activation == Softmax || activation == Sigmoid;

    internal static void Register(Activation activation) => s_known[activation.Name] = activation;

    internal static Activation Find(string name) => s_known.TryGetValue(name, out var found)
        ? found
        : throw new InvalidValueException($"There is no activation '{name}'; known are {string.Join(", ", Names)}. Register your own with Activation.Register.");

    private static Activation Add(string name, Func<Tensor, Tensor> function) => s_known[name] = new(name, function);
}
