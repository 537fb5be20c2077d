namespace DeepSharp;

/// <summary>The input laid out several times along each axis: [a b] three times is [a b a b a b].</summary>
/// <param name="Times">How often along each axis; as many as the input has axes.</param>
public sealed record TileOp(EquatableArray<int> Times) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        if (Times.Count != shape.Rank || Times.Any(t => t < 0))
            throw new ShapeMismatchException(
                $"[tile] expects a number of times for each of the {shape.Rank} axes of {shape} but got {Times}.");
        return [new([.. Times.Select((t, i) => Repeated(shape[i], t))], inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        // Each axis n becomes [times, n]; stretching "times" and joining the two lays the axis out again and again.
        var shape = x[0].Shape;
        var (split, stretched) = (new List<int>(), new List<int>());
        for (int i = 0; i < shape.Rank; i++)
        {
            split.AddRange([1, shape[i]]);
            stretched.AddRange([Times[i], shape[i]]);
        }
        return [x[0].Reshape(split.ToArray()).BroadcastTo(stretched.ToArray()).Reshape([.. Times.Select((t, i) => shape[i] * t)])];
    }

    internal static int Repeated(int length, int times) => length == Dim.Any && times != 0 ? Dim.Any : checked(length * times);
}

/// <summary>Each element along an axis several times in a row: [a b] three times is [a a a b b b].</summary>
/// <param name="Times">How often.</param>
/// <param name="Axis">The axis, from the front or, negative, from the end.</param>
public sealed record RepeatOp(int Times, int Axis) : Op
{
    /// <inheritdoc/>
    public override string Family => "Shaping";

    /// <inheritdoc/>
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var shape = inputs[0].Shape;
        int axis = shape.Axis(Axis, Name);
        if (Times < 0) throw new InvalidValueException($"[repeat] the number of times must be zero or more but is {Times}.");
        return [new(shape.With(axis, TileOp.Repeated(shape[axis], Times)), inputs[0].DType)];
    }

    /// <inheritdoc/>
    public override Tensor[] Compose(Tensor[] x)
    {
        var shape = x[0].Shape;
        int axis = shape.Axis(Axis, Name);
        return [x[0].ExpandDims(axis + 1).BroadcastTo(shape.Insert(axis + 1, Times)).Reshape(shape.With(axis, shape[axis] * Times))];
    }
}

public sealed partial class Tensor
{
    /// <summary>Lays this tensor out several times along its axes: [a b] three times is [a b a b a b].</summary>
    /// <param name="times">How often along each axis; missing leading ones count as 1, missing leading axes are added.</param>
    /// <exception cref="ShapeMismatchException">A number is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> times)
    {
        var x = this;
        while (x.Rank < times.Length) x = x.ExpandDims(0);
        return new TileOp([.. Enumerable.Repeat(1, x.Rank - times.Length), .. times]).Apply(x);
    }

    /// <summary>Gives each element along an axis several times in a row: [a b] three times is [a a a b b b].</summary>
    /// <param name="times">How often.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <exception cref="InvalidValueException">The number is negative.</exception>
    public Tensor Repeat(int times, int axis) => new RepeatOp(times, Shape.Axis(axis, "repeat")).Apply(this);
}
