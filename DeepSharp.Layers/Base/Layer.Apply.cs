namespace DeepSharp;

public abstract partial class Layer
{
    private readonly List<LayerCall> _calls = [];

    /// <summary>Applies the layer to a tensor, making its weights at the first call.</summary>
    /// <param name="x">The input; its first axis is the batch.</param>
    /// <param name="training">Whether this is training; decided by the surrounding call if not given.</param>
    /// <exception cref="ShapeMismatchException">The input does not fit; the message names the layer.</exception>
    public Tensor Apply(Tensor x, bool? training = null) => Apply([x], training)[0];

    /// <summary>Applies the layer to several tensors.</summary>
    /// <inheritdoc cref="Apply(Tensor, bool?)"/>
    public Tensor[] Apply(Tensor[] inputs, bool? training = null)
    {
        if (CallSignature.Count > 0) return Apply(Named(inputs), training);
        EnsureBuilt(inputs);
        var context = CallContext.For(training, TrainsAlone);
        return context.Run(() => Invoke(inputs, context));
    }

    /// <summary>Applies the layer to a symbol of the functional graph.</summary>
    /// <inheritdoc cref="Apply(Tensor, bool?)"/>
    public SymbolicTensor Apply(SymbolicTensor input, bool? training = null) => Apply([input], training);

    /// <summary>Applies the layer to several symbols; for a layer with one output.</summary>
    /// <inheritdoc cref="Apply(Tensor, bool?)"/>
    public SymbolicTensor Apply(SymbolicTensor[] inputs, bool? training = null) => Only(ApplyAll(inputs, training));

    /// <summary>Applies the layer to symbols and gives all its outputs.</summary>
    /// <inheritdoc cref="Apply(Tensor, bool?)"/>
    public SymbolicTensor[] ApplyAll(SymbolicTensor[] inputs, bool? training = null)
    {
        if (CallSignature.Count > 0) return ApplyAll(Named(inputs), training);
        var symbols = Array.ConvertAll(inputs, i => i.Value);
        EnsureBuilt(symbols);
        var context = CallContext.For(training);
        var outputs = context.Run(() => Invoke(symbols, context));
        return Enter(new LayerCall(this, inputs, _calls.Count, training), outputs);
    }

    /// <summary>Enters a call into the functional graph.</summary>
    private SymbolicTensor[] Enter(LayerCall call, Tensor[] outputs)
    {
        _calls.Add(call);
        call.Outputs = [.. outputs.Select((y, i) => new SymbolicTensor(new Tensor(y.Spec, Device.Null) { Mask = y.Mask }, call, i))];
        return call.Outputs;
    }

    /// <summary>The places of the functional graph where this layer is used.</summary>
    internal IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>How messages name the layer: constructor form and name.</summary>
    internal string Title => $"{this} '{Name}'";

    /// <summary>Makes the weights if that has not been done.</summary>
    internal void EnsureBuilt(Tensor[] inputs)
    {
        if (IsBuilt) return;
        if (CallSignature.Count > 0)
        {
            EnsureBuilt(Named(inputs));
            return;
        }
        BuildTypes = Array.ConvertAll(inputs, t => t.DType);
        BuildFor(Array.ConvertAll(inputs, t => t.Shape));
    }

    /// <summary>Makes the weights for inputs of these shapes.</summary>
    internal void BuildFor(Shape[] shapes)
    {
        if (IsBuilt) return;
        if (CallSignature.Count > 0) BuildFor(Named(shapes));
        else BuildWeights(() => Build(shapes), shapes);
    }

    private void BuildWeights(Action build, Shape[] shapes)
    {
        Located(() => Trace.Suspended(() => GradientTape.Unrecorded(() =>
        {
            build();
            AttachLora();
            return true;
        })));
        IsBuilt = true;
        BuildShapes = shapes;
    }

    /// <summary>The input shapes the weights were made for.</summary>
    internal Shape[]? BuildShapes { get; private set; }

    /// <summary>The element types of the inputs the weights were made for, where tensors were given.</summary>
    internal DType[]? BuildTypes { get; private set; }

    /// <summary>Whether several inputs are given as one list, as merging layers take them, and not as arguments of their own.</summary>
    internal virtual bool TakesList => Attribute.GetCustomAttribute(GetType(), typeof(LayerAttribute)) is LayerAttribute { Inputs: LayerInputs.Many };

    private Tensor[] Invoke(Tensor[] inputs, CallContext context)
    {
        var cast = Array.ConvertAll(inputs, CastToOwn);
        return Invoke(inputs, cast, () => Call(cast, context), context);
    }

    /// <summary>Runs the formula and sees to masks and penalties.</summary>
    private Tensor[] Invoke(Tensor[] inputs, Tensor[] cast, Func<Tensor[]> call, CallContext context) =>
        OpScope.Current.Inner(Name).Run(() => Located(() =>
        {
            var outputs = Autocast.To(ComputeDType, call);
            if (cast.Any(t => t.Mask is not null))
            {
                var mask = ComputeMask(cast);
                if (!SupportsMasking && outputs.Any(y => y.Mask is null)) TellOfLostMask();
                // What a layer with named arguments gives beside its output, such as scores or states, has no steps of the input.
                for (int i = 0; i < outputs.Length; i++)
                    if (mask is not null && outputs[i].Mask is null && (i == 0 || CallSignature.Count == 0)) outputs[i] = Marked(outputs[i], inputs, mask);
                    else if (mask is null && Array.IndexOf(cast, outputs[i]) >= 0) outputs[i] = outputs[i].Alias();
            }
            if (ActivityRegularizer is not null)
                foreach (var y in outputs) context.AddLoss(ActivityRegularizer.Penalty(Wide(y)) * (1.0 / Math.Max(1, y.Shape[0])));
            LayerObserver.Note(this, cast, outputs);
            return outputs;
        }));

    private bool _toldOfLostMask;

    /// <summary>Warns once that a mask ends here though the layer was not written with masks in mind.</summary>
    private void TellOfLostMask()
    {
        if (_toldOfLostMask) return;
        _toldOfLostMask = true;
        Warnings.Say($"{Title} got a mask but does not know masks: it computes with the masked steps too and passes no mask on. "
            + "Take it out of the masked part of the model, or where this is meant set Mask of its input to null.");
    }

    private Tensor CastToOwn(Tensor t) => CastsInputs && t.DType.IsFloating && t.DType != ComputeDType ? Keep(t, t.Cast(ComputeDType)) : t;

    /// <summary>A tensor that carries a mask; a layer that gave its input back must not mark that input itself.</summary>
    private static Tensor Marked(Tensor y, Tensor[] inputs, Tensor mask)
    {
        if (Array.IndexOf(inputs, y) >= 0 && y.Mask is null) y = y.Alias();
        y.Mask = mask;
        return y;
    }

    /// <summary>A tensor in at least float32, with its mask.</summary>
    protected static Tensor Wide(Tensor x) => x.DType.Is16Bit ? Keep(x, x.Cast(DType.Float32)) : x;

    private static Tensor Keep(Tensor from, Tensor to)
    {
        to.Mask = from.Mask;
        return to;
    }

    /// <summary>Runs code of the layer; shape and type errors are told with the layer's name, once.</summary>
    private T Located<T>(Func<T> run)
    {
        try { return run(); }
        catch (InvalidValueException e) when (!e.Message.Contains("\n  in ") && !e.Message.Contains(Title)) { throw new InvalidValueException($"{e.Message}\n  in {Title}."); }
        catch (ShapeMismatchException e) when (!e.Message.Contains("\n  in ")) { throw new ShapeMismatchException($"{e.Message}\n  in {Title}."); }
        catch (DTypeMismatchException e) when (!e.Message.Contains("\n  in ")) { throw new DTypeMismatchException($"{e.Message}\n  in {Title}."); }
    }
}
