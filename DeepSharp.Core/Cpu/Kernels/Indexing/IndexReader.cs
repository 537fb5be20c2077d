using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Reads index tensors of either integer type, checks them, and counts negative ones from the end.</summary>
internal static unsafe class IndexReader
{
    /// <summary>Writes the indices, all from the front, to <paramref name="to"/>.</summary>
    /// <exception cref="InvalidValueException">An index lies outside the axis.</exception>
    public static void Read(Op op, Tensor indices, int axis, int length, int* to, bool fromEnd = true)
    {
        int count = checked((int)indices.Count);
        long lowest = fromEnd ? -(long)length : 0;
        if (indices.DType == DType.Int64)
        {
            long* from = indices.Pointer<long>();
            for (int i = 0; i < count; i++)
            {
                if (from[i] < lowest || from[i] >= length) throw Outside(op, indices, axis, length, lowest, i, from[i]);
                to[i] = (int)(from[i] < 0 ? from[i] + length : from[i]);
            }
        }
        else
        {
            int* from = indices.Pointer<int>();
            int i = 0, lanes = Vector<int>.Count;
            var (low, size) = (new Vector<int>((int)lowest), new Vector<int>(length));
            // Where one is wrong the loop behind finds out which.
            for (; i <= count - lanes; i += lanes)
            {
                var index = *(Vector<int>*)(from + i);
                if (Vector.LessThanAny(index, low) || Vector.GreaterThanOrEqualAny(index, size)) break;
                *(Vector<int>*)(to + i) = index + (Vector.LessThan(index, Vector<int>.Zero) & size);
            }
            for (; i < count; i++)
            {
                if (from[i] < lowest || from[i] >= length) throw Outside(op, indices, axis, length, lowest, i, from[i]);
                to[i] = from[i] < 0 ? from[i] + length : from[i];
            }
        }
    }

    /// <summary>The error for an index outside its axis.</summary>
    public static InvalidValueException Outside(Op op, Tensor indices, int axis, int length, long lowest, long place, long index)
    {
        var position = new long[indices.Rank];
        for (int d = position.Length - 1; d >= 0; d--) (place, position[d]) = Math.DivRem(place, indices.Shape[d]);
        string expected = length == 0 ? "the axis is empty" : $"expected {lowest} to {length - 1}";
        return new($"[{op.Name}] index {index} at position [{string.Join(", ", position)}] of the indices is outside axis {axis} of length {length}: {expected}.");
    }
}

/// <summary>A shape cut at one axis: [outer, length, inner].</summary>
internal readonly record struct AxisCut(int Outer, int Length, int Inner)
{
    /// <summary>Cuts a shape of known lengths.</summary>
    public static AxisCut At(Shape shape, int axis)
    {
        axis = shape.Axis(axis);
        int outer = 1, inner = 1;
        for (int d = 0; d < axis; d++) outer = checked(outer * shape[d]);
        for (int d = axis + 1; d < shape.Rank; d++) inner = checked(inner * shape[d]);
        return new(outer, shape[axis], inner);
    }
}
