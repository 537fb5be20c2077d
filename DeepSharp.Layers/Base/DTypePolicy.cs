namespace DeepSharp;

/// <summary>Which type a layer computes in and which type its weights have, known by Keras' names.</summary>
/// <remarks>
/// <c>float32</c>, <c>float64</c>, <c>float16</c> and <c>bfloat16</c> are one type for both; <c>mixed_float16</c> and
/// <c>mixed_bfloat16</c> compute in 16 bits and keep weights (and with them gradients and optimizer states) in float32.
/// A <see cref="DeepSharp.DType"/> or a name stands for its policy. Source of mixed precision: P. Micikevicius and others 2018.
/// </remarks>
/// <example><code>
/// DTypePolicy.SetGlobal("mixed_bfloat16");                        // for all layers made from now on
/// model.Dense(10, activation: Softmax, dtype: DType.Float32);     // this one excepted
/// </code></example>
public sealed record DTypePolicy
{
    private const string Mixed = "mixed_";

    private static volatile DTypePolicy s_global = new("float32");

    /// <summary>The policy of a name.</summary>
    /// <param name="name">A dtype, for example <c>float64</c>, or <c>mixed_float16</c> or <c>mixed_bfloat16</c>.</param>
    /// <exception cref="InvalidValueException">There is no policy of that name.</exception>
    public DTypePolicy(string name)
    {
        bool mixed = name.StartsWith(Mixed, StringComparison.OrdinalIgnoreCase);
        string compute = (mixed ? name[Mixed.Length..] : name).ToLowerInvariant();
        var known = Enum.GetValues<DType>().Where(d => d.KerasName == compute && (!mixed || d.Is16Bit)).ToArray();
        if (known is not [var dtype])
            throw new InvalidValueException(
                $"'{name}' is not a dtype policy. Known: float32, float64, float16, bfloat16, mixed_float16 and mixed_bfloat16; "
                + "for inputs also the integer dtypes.");
        (Name, ComputeDType, VariableDType) = (name.ToLowerInvariant(), dtype, mixed ? DType.Float32 : dtype);
    }

    /// <summary>The policy of layers that are given none; float32 if nothing else was set.</summary>
    public static DTypePolicy Global => s_global;

    /// <summary>Keras' name.</summary>
    public string Name { get; }

    /// <summary>The type of the arithmetic; floating inputs and weights are cast to it.</summary>
    public DType ComputeDType { get; }

    /// <summary>The type of the weights.</summary>
    public DType VariableDType { get; }

    /// <summary>Whether small gradients may vanish in the 16 bits, so that the loss must be scaled: <c>mixed_float16</c>.</summary>
    internal bool NeedsLossScale => ComputeDType == DType.Float16 && VariableDType != DType.Float16;

    /// <summary>Sets the policy of all layers made from now on that are given none of their own.</summary>
    /// <exception cref="DTypeMismatchException">The policy is not floating.</exception>
    public static void SetGlobal(DTypePolicy policy) => s_global = policy.ComputeDType.IsFloating
        ? policy
        : throw new DTypeMismatchException($"The global dtype policy must be floating, not {policy.Name}.");

    /// <summary>The policy that computes in a type and keeps weights in it.</summary>
    public static implicit operator DTypePolicy(DType dtype) => new(dtype.KerasName);

    /// <summary>The policy of a name.</summary>
    /// <exception cref="InvalidValueException">There is no policy of that name.</exception>
    public static implicit operator DTypePolicy(string name) => new(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
