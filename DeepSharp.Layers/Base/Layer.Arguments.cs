namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>The arguments that a call takes, in order; empty for a layer that takes only its input. Generated, see <see cref="CallMethodAttribute"/>.</summary>
    protected virtual IReadOnlyList<CallArgument> CallSignature => [];

    /// <summary>The arguments that a call takes, for code outside the layer.</summary>
    internal IReadOnlyList<CallArgument> Signature => CallSignature;

    /// <summary>Applies the layer with named arguments, making its weights at the first call.</summary>
    /// <param name="arguments">The arguments by Keras' names.</param>
    /// <param name="training">Whether this is training; decided by the surrounding call if not given.</param>
    /// <returns>All outputs.</returns>
    /// <exception cref="InvalidValueException">An argument is unknown, missing, or of the wrong kind.</exception>
    /// <exception cref="ShapeMismatchException">The inputs do not fit; the message names the layer.</exception>
    public Tensor[] Apply(CallArguments<Tensor> arguments, bool? training = null)
    {
        RequireFitting(arguments);
        EnsureBuilt(arguments);
        var context = CallContext.For(training);
        return context.Run(() => Invoke(arguments, context));
    }

    /// <summary>Applies the layer to symbols of the functional graph with named arguments.</summary>
    /// <inheritdoc cref="Apply(CallArguments{Tensor}, bool?)"/>
    public SymbolicTensor[] ApplyAll(CallArguments<SymbolicTensor> arguments, bool? training = null)
    {
        RequireFitting(arguments);
        var symbols = arguments.Map(s => s.Value);
        EnsureBuilt(symbols);
        var context = CallContext.For(training);
        var outputs = context.Run(() => Invoke(symbols, context));
        return Enter(new LayerCall(this, InOrder(arguments), _calls.Count, training, arguments), outputs);
    }

    /// <summary>Makes the weights of a layer whose calls have named arguments; <paramref name="shapes"/> has all but the masks.</summary>
    protected virtual void Build(CallArguments<Shape> shapes) => Build(InOrder(shapes));

    /// <summary>The formula with named arguments. Generated, see <see cref="CallMethodAttribute"/>.</summary>
    protected virtual Tensor[] Call(CallArguments<Tensor> arguments, CallContext context) =>
        throw new DeepSharpException($"{GetType().Name} declares call arguments but does not override Call(CallArguments<Tensor>, CallContext). Mark its formula with [CallMethod].");

    /// <summary>The only output of a call.</summary>
    /// <exception cref="ShapeMismatchException">There are several.</exception>
    protected T Only<T>(T[] outputs) =>
        outputs.Length == 1 ? outputs[0] : throw new ShapeMismatchException($"{Title} has {outputs.Length} outputs; use ApplyAll to get them.");

    /// <summary>Gives bare inputs names by their places; a list takes all that are left.</summary>
    internal CallArguments<T> Named<T>(T[] inputs) where T : notnull
    {
        var named = new CallArguments<T>();
        int next = 0;
        foreach (var argument in CallSignature.Where(a => a.Kind != CallArgumentKind.Setting))
        {
            if (next == inputs.Length) break;
            if (argument.Kind == CallArgumentKind.Tensor) named.Add(argument.Name, inputs[next++], byKeyword: false);
            else (_, next) = (named.Add(argument.Name, inputs[next..], byKeyword: false), inputs.Length);
        }
        return next == inputs.Length ? named : throw new InvalidValueException($"{Title} takes {next} tensors at most but got {inputs.Length}.");
    }

    /// <summary>Rejects arguments that are unknown, missing or of another kind.</summary>
    internal void RequireFitting<T>(CallArguments<T> arguments) where T : notnull
    {
        var signature = CallSignature;
        if (signature.Count == 0) throw new InvalidValueException($"{Title} takes no named call arguments; use Apply(x).");
        foreach (var (name, value, _) in arguments.Entries)
        {
            var argument = signature.FirstOrDefault(a => a.Name == name) ?? throw new InvalidValueException(
                $"{Title} has no call argument '{name}'{KnownNames.Instead(name, signature.Select(a => a.Name), "it has")}.");
            bool fits = value is null || argument.Kind switch
            {
                CallArgumentKind.Tensor => value is T,
                CallArgumentKind.Tensors => value is T or object?[],
                _ => value is not T,
            };
            if (!fits) throw new InvalidValueException($"{Title} expects {argument.Expected} as call argument '{name}' but got {ConfigText.Show(value)}.");
        }
        foreach (var argument in signature)
            if (argument.IsRequired && !arguments.Has(argument.Name))
                throw new InvalidValueException($"{Title} needs the call argument '{argument.Name}' ({argument.Expected}); given are {KnownNames.List(arguments.Entries.Select(e => e.Name))}.");
    }

    /// <summary>The tensors in the order of the signature.</summary>
    private T[] InOrder<T>(CallArguments<T> arguments) where T : notnull => [.. CallSignature.SelectMany(a => arguments.Leaves(a.Name))];

    private void EnsureBuilt(CallArguments<Tensor> arguments)
    {
        if (IsBuilt) return;
        var shaping = new CallArguments<Tensor>();
        foreach (var argument in CallSignature.Where(a => a is { IsMask: false, Kind: not CallArgumentKind.Setting } && arguments.Has(a.Name)))
            shaping[argument.Name] = arguments[argument.Name];
        BuildTypes = Array.ConvertAll(InOrder(shaping), t => t.DType);
        BuildFor(shaping.Map(t => t.Shape));
    }

    private void BuildFor(CallArguments<Shape> shapes)
    {
        BuildWeights(() => Build(shapes), InOrder(shapes));
        BuildArguments = shapes;
    }

    /// <summary>The named shapes the weights were made for, for a layer whose calls have named arguments.</summary>
    internal CallArguments<Shape>? BuildArguments { get; private set; }

    private Tensor[] Invoke(CallArguments<Tensor> arguments, CallContext context)
    {
        var inputs = InOrder(arguments);
        arguments = arguments.Map(CastToOwn);
        var signature = CallSignature;
        // A mask given for the first argument is its mask, for the layers behind this one too.
        if (arguments["mask"] is Tensor given && arguments[signature[0].Name] is Tensor first && first.Mask != given)
        {
            first = first.Alias();
            first.Mask = given;
            arguments.Add(signature[0].Name, first, byKeyword: false);
        }
        foreach (var mask in signature)
            if (!arguments.Has(mask.Name) && mask.Masked(signature) is { } masked) arguments[mask.Name] = MaskOf(arguments[masked.Name]);
        return Invoke(inputs, InOrder(arguments), () => Call(arguments, context), context);
    }

    private static object? MaskOf(object? value) => value switch
    {
        Tensor one => one.Mask,
        object?[] items when items.Any(i => (i as Tensor)?.Mask is not null) => Array.ConvertAll(items, i => (object?)(i as Tensor)?.Mask),
        _ => null,
    };
}
