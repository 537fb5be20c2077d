namespace DeepSharp.Onnx;

/// <summary>What a node is given.</summary>
/// <param name="node">The node.</param>
/// <param name="values">A value for each input; null where one is left out.</param>
internal sealed class OnnxArguments(OnnxNode node, OnnxValue?[] values)
{
    /// <summary>How many inputs the node names.</summary>
    public int Count => values.Length;

    /// <summary>All inputs; none may be left out.</summary>
    public OnnxValue[] All => values.Length == 0 ? throw node.Invalid("it has no inputs") : [.. Enumerable.Range(0, values.Length).Select(i => this[i])];

    /// <summary>An input.</summary>
    /// <exception cref="InvalidValueException">It is left out.</exception>
    public OnnxValue this[int input] => Optional(input) ?? throw node.Invalid($"its input {input} is missing");

    /// <summary>An input that may be left out.</summary>
    public OnnxValue? Optional(int input) => input < values.Length ? values[input] : null;

    /// <summary>An input as a tensor in ONNX's order.</summary>
    public Tensor Tensor(int input) => this[input].Plain;

    /// <summary>An input that may be left out, as a tensor in ONNX's order.</summary>
    public Tensor? OptionalTensor(int input) => Optional(input)?.Plain;

    /// <summary>The values of an input that shapes depend on.</summary>
    /// <exception cref="NoValueException">They are known only when the graph runs.</exception>
    public Tensor Known(int input) => this[input].Known ?? throw new NoValueException(
        $"[{node.OpType}] its input {input} ('{node.Inputs[input]}') decides shapes and must be known "
            + $"before the graph runs, but it is computed from the model's inputs. "
        + "Call the model directly with tensors instead of Predict or Fit, or compile it with runEagerly: true.");

    /// <summary>Whole numbers that shapes depend on.</summary>
    public int[] Ints(int input)
    {
        var tensor = Known(input);
        if (tensor.DType.IsFloating || tensor.Rank > 1) throw node.Invalid($"its input {input} is {tensor.Spec}; expected a row of whole numbers");
        return [.. Trace.Suspended(() => tensor.Cast(DType.Int64).ToArray<long>()).Select(n => (int)Math.Clamp(n, int.MinValue, int.MaxValue))];
    }

    /// <summary>Numbers that shapes depend on, also while a step around is being recorded.</summary>
    public double[] Doubles(int input)
    {
        var tensor = Known(input);
        return Trace.Suspended(tensor.ToDoubles);
    }

    /// <summary>Whole numbers given as an attribute, in newer opsets as an input; null where they are left out.</summary>
    public int[]? Ints(string attribute, int input) => node.Has(attribute) ? node.Ints(attribute) : Optional(input) is null ? null : Ints(input);

    /// <summary>A number that is known before the graph runs.</summary>
    public double Number(int input)
    {
        var tensor = Known(input);
        return tensor.Count == 1 ? tensor.Item() : throw node.Invalid($"its input {input} is {tensor.Spec}; expected one number");
    }

    /// <summary>A whole number that is known before the graph runs.</summary>
    public int Int(int input) =>
        Number(input) is >= int.MinValue and <= int.MaxValue and var n ? (int)n : throw node.Invalid($"its input {input} is out of range");

    /// <summary>A number given as an attribute, in newer opsets as an input.</summary>
    public double Number(string attribute, int input, double otherwise) =>
        node.Has(attribute) ? node.Float(attribute, otherwise) : Optional(input) is null ? otherwise : Number(input);
}
