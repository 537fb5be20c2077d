namespace DeepSharp.Onnx;

/// <summary>A value in a running graph: a tensor in ONNX's order of axes [batch, channels, spatial..], with channels last, or in both.</summary>
/// <remarks>Convolutions and pools here want the channels last. What they give is turned back only where an operator asks for ONNX's order.</remarks>
internal sealed class OnnxValue
{
    private readonly Tensor? _known;
    private Tensor? _plain, _last;

    /// <summary>A tensor in ONNX's order.</summary>
    /// <param name="plain">The tensor.</param>
    /// <param name="isConstant">Whether it is the same at every run.</param>
    /// <param name="known">Its values, where <paramref name="plain"/> is only a symbol of them.</param>
    public OnnxValue(Tensor plain, bool isConstant = false, Tensor? known = null) => (_plain, IsConstant, _known) = (plain, isConstant, known);

    private OnnxValue(Tensor last, bool isLast) => (_last, IsLast) = (last, isLast);

    private OnnxValue(OnnxValue value, NarrowType? narrow)
    {
        (_plain, _last, _known) = (value._plain, value._last, value._known);
        (IsConstant, IsLast, Narrow) = (value.IsConstant, value.IsLast, narrow);
    }

    /// <summary>A tensor [batch, spatial.., channels].</summary>
    public static OnnxValue ChannelsLast(Tensor last) => new(last, isLast: true);

    /// <summary>Whether it is the same at every run.</summary>
    public bool IsConstant { get; }

    /// <summary>The type that its numbers have in ONNX, where no tensor here has it.</summary>
    public NarrowType? Narrow { get; }

    /// <summary>Whether it was made with the channels last.</summary>
    public bool IsLast { get; }

    /// <summary>Number of axes.</summary>
    public int Rank => (_plain ?? _last)!.Rank;

    /// <summary>Element type.</summary>
    public DType DType => (_plain ?? _last)!.DType;

    /// <summary>Axis lengths in ONNX's order.</summary>
    public Shape Shape => _plain?.Shape ?? [_last!.Shape[0], _last.Shape[^1], .. _last.Shape.Dims[1..^1]];

    /// <summary>The tensor in ONNX's order.</summary>
    public Tensor Plain => _plain ??= _last!.Transpose([0, Rank - 1, .. Enumerable.Range(1, Rank - 2)]);

    /// <summary>The tensor with the channels last.</summary>
    public Tensor Last => _last ??= ToLast(_plain!);

    /// <summary>The values, or null where they are not known before the graph runs.</summary>
    public Tensor? Known => _known ?? (Plain.IsSymbolic ? null : Plain);

    /// <summary>A tensor [batch, channels, spatial..] as [batch, spatial.., channels].</summary>
    public static Tensor ToLast(Tensor x) => x.Rank < 3 ? x : x.Transpose([0, .. Enumerable.Range(2, x.Rank - 2), 1]);

    /// <summary>The same with a type that no tensor here has, or without.</summary>
    public OnnxValue As(NarrowType? narrow) => narrow == Narrow ? this : new(this, narrow);

    /// <summary>A function of each element, in whichever order the tensor has.</summary>
    public OnnxValue Map(Func<Tensor, Tensor> function) => IsLast ? ChannelsLast(function(Last)) : new(function(Plain));

    /// <summary>A function of the elements of several values stretched to a common shape, in the order that saves turning them.</summary>
    public static OnnxValue Zip(IReadOnlyList<OnnxValue> values, Func<Tensor[], Tensor> function)
    {
        int rank = values.Max(v => v.Rank);
        if (rank < 3 || !values.Any(v => v.IsLast && v.Rank == rank)) return new(function([.. values.Select(v => v.Plain)]));
        return ChannelsLast(function([.. values.Select(v => v.Rank == rank ? v.Last : v.Rank == 0 ? v.Plain : ToLast(Widened(v.Plain, rank)))]));
    }

    /// <summary>Takes a tensor in ONNX's order.</summary>
    public static implicit operator OnnxValue(Tensor plain) => new(plain);

    private static Tensor Widened(Tensor x, int rank) => x.Reshape([.. Enumerable.Repeat(1, rank - x.Rank), .. x.Shape.Dims]);
}
