namespace DeepSharp;

/// <summary>A named cell that holds a tensor across training steps: weights, optimizer slots, metric totals, random states.</summary>
/// <remarks>
/// Values behave like values: a tensor read from a variable keeps what was read, whatever is assigned later. A program updates
/// the cell in place when nobody else holds its tensor, and on a fresh copy otherwise.
/// </remarks>
public class Variable
{
    /// <summary>States of so few bytes, such as the totals of metrics, are handed out as copies: a program that updates them then need not move them.</summary>
    private const int SmallState = 4096;

    private Tensor _value;
    private bool _shared;

    /// <summary>Makes a cell with a first value.</summary>
    /// <param name="value">The first value; later ones have its shape and element type.</param>
    /// <param name="name">A name for messages and files.</param>
    /// <param name="trainable">Whether optimizers change it and tapes watch it by themselves.</param>
    public Variable(Tensor value, string name = "variable", bool trainable = true)
    {
        value.RequireValue();
        _value = value.Contiguous();
        _shared = true;
        Name = name;
        Trainable = trainable;
    }

    /// <summary>Name for messages and files.</summary>
    public string Name { get; set; }

    /// <summary>Whether optimizers change it and tapes watch it by themselves.</summary>
    public bool Trainable { get; set; }

    /// <summary>Axis lengths.</summary>
    public Shape Shape => _value.Shape;

    /// <summary>Element type.</summary>
    public DType DType => _value.DType;

    /// <summary>The current value: a real tensor, or inside a trace the symbol that stands for it there.</summary>
    public virtual Tensor Value => Current();

    /// <summary>The value as it is kept; tapes watch it where the variable is trainable.</summary>
    internal Tensor Current()
    {
        Tensor value;
        if (Trace.Current is { } trace) value = trace.Read(this);
        else if (!Trainable && !_shared && _value.Spec.Bytes <= SmallState) value = Copy();
        else
        {
            _shared = true;
            value = _value;
        }
        if (Trainable) GradientTape.AutoWatch(value);
        return value;
    }

    /// <summary>Replaces the value.</summary>
    /// <exception cref="ShapeMismatchException">The shape differs.</exception>
    /// <exception cref="DTypeMismatchException">The element type differs.</exception>
    public virtual void Assign(Tensor value)
    {
        if (value.Shape != Shape)
            throw new ShapeMismatchException($"Variable '{Name}' has shape {Shape} but was assigned a value of shape {value.Shape}.");
        if (value.DType != DType)
            throw new DTypeMismatchException($"Variable '{Name}' holds {DType.KerasName} but was assigned {value.DType.KerasName}; cast it first.");
        if (Trace.Current is { } trace)
        {
            trace.Write(this, value);
            return;
        }
        value.RequireValue();
        var dense = value.To(_value.Device).Contiguous();
        if (_shared) _value = dense;
        // Nobody else holds the cell's tensor: it stays in its place, as programs like it.
        else Copy(dense, _value);
    }

    /// <summary>Reading a variable in a formula.</summary>
    public static implicit operator Tensor(Variable variable) => variable.Value;

    /// <summary>Name, type and shape.</summary>
    public override string ToString() => $"{Name}: {_value.Spec}";

    /// <summary>The tensor in the cell, without marking it as handed out; for programs.</summary>
    internal Tensor Cell => _value;

    /// <summary>The cell's tensor for writing in place: a private copy is made first when someone else may hold it.</summary>
    internal Tensor CellForUpdate()
    {
        if (!_shared) return _value;
        _value = Copy();
        _shared = false;
        return _value;
    }

    private Tensor Copy()
    {
        var copy = Tensor.Empty(Shape, DType, _value.Device);
        Copy(_value, copy);
        return copy;
    }

    private static void Copy(Tensor from, Tensor to) =>
        from.Device.Backend.Copy(from.Storage!, from.Offset * from.DType.Size, to.Storage!, to.Offset * to.DType.Size, from.Spec.Bytes);
}
