namespace DeepSharp;

/// <summary>An n-dimensional array of one element type: the value every op takes and gives.</summary>
/// <remarks>
/// Tensors are immutable to their users and need no disposal. A tensor is <em>real</em> (it has values on a device), or a
/// <em>symbol</em>: a shape without values while a model is built (<see cref="Device.Null"/>) or a step is traced.
/// Views made by slicing, transposing or reshaping share their source's storage.
/// </remarks>
public sealed partial class Tensor
{
    private long[]? _strides;

    internal Tensor(TensorSpec spec, Device device, Storage? storage = null, long offset = 0, long[]? strides = null)
    {
        Spec = spec;
        Device = device;
        Storage = storage;
        Offset = offset;
        _strides = strides;
    }

    /// <summary>Shape and element type.</summary>
    public TensorSpec Spec { get; }

    /// <summary>Axis lengths, outermost first.</summary>
    public Shape Shape => Spec.Shape;

    /// <summary>Element type.</summary>
    public DType DType => Spec.DType;

    /// <summary>Number of axes.</summary>
    public int Rank => Spec.Shape.Rank;

    /// <summary>Number of elements.</summary>
    public long Count => Spec.Shape.Count;

    /// <summary>Where the values live.</summary>
    public Device Device { get; }

    /// <summary>True while this is a symbol without values.</summary>
    public bool IsSymbolic => Storage is null || Trace is not null;

    /// <summary>Which time steps count, as bool [batch, time]; set by masking layers and carried by layers, never by ops. Null means all.</summary>
    public Tensor? Mask { get; set; }

    /// <summary>What a final softmax or sigmoid was applied to, so that a loss can use the stable form from logits.</summary>
    internal Logits? Logits { get; set; }

    /// <summary>Of a table's gradient: the ids of all rows that are not known to be zero, each an integer tensor. Null means any row.</summary>
    internal IReadOnlyList<Tensor>? RowIds { get; set; }

    /// <summary>The values' place; null for a symbol. Bound late for tensors inside a program.</summary>
    internal Storage? Storage { get; private set; }

    /// <summary>First element's place in <see cref="Storage"/>, in elements.</summary>
    internal long Offset { get; private set; }

    /// <summary>Per axis, the step between neighbours in elements.</summary>
    internal long[] Strides => _strides ??= Layout.Contiguous(Shape);

    /// <summary>Whether the elements lie dense in row-major order.</summary>
    internal bool IsContiguous => _strides is null || Layout.IsContiguous(Shape, _strides);

    /// <summary>In a program: the value, or a view of the value, of a variable that the program does not write. Kernels may keep other forms of it.</summary>
    internal bool IsSteady { get; set; }

    /// <summary>The trace this symbol belongs to.</summary>
    internal Trace? Trace { get; init; }

    /// <summary>Set when this is one known number, so that graphs can fold it.</summary>
    internal double? Constant { get; init; }

    /// <summary>Gives a program's tensor its place.</summary>
    internal void Bind(Storage storage, long offset = 0, long[]? strides = null)
    {
        Storage = storage;
        Offset = offset;
        if (strides is not null) _strides = strides;
    }

    /// <summary>Gives a view inside a graph its layout before there is any storage.</summary>
    internal void SetLayout(long offset, long[] strides) => (Offset, _strides) = (offset, strides);

    /// <summary>A tensor over the same storage with another layout.</summary>
    internal Tensor View(Shape shape, long offset, long[] strides) => new(new(shape, DType), Device, Storage, offset, strides);

    /// <summary>The length of the first axis; the batch size by convention.</summary>
    public int Length => Rank > 0 ? Shape[0] : throw new ShapeMismatchException("A scalar has no length.");
}
