using System.Collections.Concurrent;
using System.Text;

namespace DeepSharp;

/// <summary>A tensor operation, declared once: its record fields are its attributes, so equality and printing come for free.</summary>
/// <remarks>
/// A primitive gives <see cref="Infer"/>, <see cref="Gradient"/> and kernels. Any other op gives <see cref="Compose"/>, which then is its
/// value, its shape rule, its gradient, and the fall-back where a device has no kernel for it. Un-broadcasting of gradients,
/// their accumulation, and skipping what is not needed belong to the engine.
/// </remarks>
public abstract record Op
{
    private static readonly ConcurrentDictionary<Type, bool> s_gradientRules = new();

    /// <summary>The op's name: its type's, in snake case, for example <c>log_softmax</c>.</summary>
    public virtual string Name => OpNames.OfOp(GetType());

    /// <summary>The folder the op stands in: its family.</summary>
    public virtual string Family => "Ops";

    /// <summary>Shapes and element types of the outputs. This is the one place that rejects bad input.</summary>
    /// <remarks>Lengths may be <see cref="Dim.Any"/>. Composed ops need no rule: the composition runs on the null device.</remarks>
    public virtual TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var symbols = new Tensor[inputs.Length];
        for (int i = 0; i < symbols.Length; i++) symbols[i] = new(inputs[i], Device.Null);
        var outputs = Compose(symbols) ?? throw new MissingKernelException($"Op '{Name}' gives neither a shape rule nor a composition.");
        return [.. outputs.Select(o => o.Spec)];
    }

    /// <summary>The op written with simpler ops, or null for a primitive.</summary>
    public virtual Tensor[]? Compose(Tensor[] x) => null;

    /// <summary>Gradients with respect to each input (null where there is none), written with ops so that they have gradients too.</summary>
    /// <returns>Null to have the engine differentiate the composition.</returns>
    public virtual Tensor?[]? Gradient(GradientScope s) => null;

    /// <summary>An estimate of the work, for the profiler and for splitting it over threads.</summary>
    public virtual OpCost Cost(ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs)
    {
        long bytes = 0, flops = 0;
        foreach (var s in inputs) bytes += s.Bytes;
        foreach (var s in outputs) (bytes, flops) = (bytes + s.Bytes, flops + s.Shape.Count);
        return new(flops, bytes);
    }

    /// <summary>The op that computes in float32 what this one gives in 16 bits: itself, unless an attribute names the 16-bit type.</summary>
    public virtual Op ForFloat32() => this;

    /// <summary>Whether the op has a gradient rule of its own and need not be differentiated through its composition.</summary>
    internal bool HasGradientRule => s_gradientRules.GetOrAdd(GetType(), static t => t.GetMethod(nameof(Gradient))!.DeclaringType != typeof(Op));

    /// <summary>Whether equal inputs always give equal outputs, so that doubles may be merged and constants folded.</summary>
    public virtual bool IsPure => true;

    /// <summary>Runs the op and gives its only output.</summary>
    public Tensor Apply(params ReadOnlySpan<Tensor> inputs) => Dispatch.Run(this, inputs.ToArray())[0];

    /// <summary>Runs the op and gives all outputs, in an array of the caller's own: graphs and tapes keep theirs.</summary>
    public Tensor[] ApplyAll(params ReadOnlySpan<Tensor> inputs) => [.. Dispatch.Run(this, inputs.ToArray())];

    /// <summary>The op's name and attributes, for example <c>softmax(Axis = -1)</c>.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder(Name).Append('(');
        PrintMembers(text);
        return text.Append(')').ToString();
    }

    /// <summary>Prints the attributes that derived records add.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;
}

/// <summary>An estimate of an op's work.</summary>
/// <param name="Flops">Arithmetic operations.</param>
/// <param name="Bytes">Bytes read and written.</param>
public readonly record struct OpCost(long Flops, long Bytes);

/// <summary>An op whose output is another view of its input's storage wherever that is possible: no kernel, no copy.</summary>
public abstract record ViewOp : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <summary>The output's layout over the input's storage, or null where a copy is needed first.</summary>
    internal abstract (long Offset, long[] Strides)? TryView(Tensor input, Shape output);
}
