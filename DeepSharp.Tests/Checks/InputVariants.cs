namespace DeepSharp.Tests;

/// <summary>The same values in other layouts, and other shapes made from given inputs.</summary>
internal static class InputVariants
{
    /// <summary>The same values in column-major order, as a view.</summary>
    public static Tensor Transposed(Tensor x) => x.Transpose().Contiguous().Transpose();

    /// <summary>The same values as every second element of a larger storage, beginning at the second; garbage lies between.</summary>
    public static Tensor Sliced(Tensor x)
    {
        var strides = new long[x.Rank];
        long step = 2;
        for (int d = x.Rank - 1; d >= 0; d--)
        {
            strides[d] = step;
            step = step * Math.Max(1, x.Shape[d]) + 2;
        }
        int size = x.DType.Size;
        var bytes = new byte[(step + 1) * size];
        // All bits set is NaN as a float and -1 as an integer.
        bytes.AsSpan().Fill(x.DType is DType.Bool or DType.UInt8 ? (byte)1 : (byte)0xFF);
        var dense = x.Contiguous();
        var values = new byte[x.Count * size];
        x.Device.Backend.Read(dense.Storage!, dense.Offset * size, values);
        for (int i = 0; i < x.Count; i++)
        {
            long at = 1;
            for (int d = x.Rank - 1, rest = i; d >= 0; rest /= x.Shape[d--]) at += rest % x.Shape[d] * strides[d];
            values.AsSpan(i * size, size).CopyTo(bytes.AsSpan((int)at * size));
        }
        var storage = x.Device.Backend.Allocate(bytes.Length);
        x.Device.Backend.Write(storage, 0, bytes);
        return new(x.Spec, x.Device, storage, 1, strides);
    }

    /// <summary>The first entry along an axis repeated over it, as a stretched view.</summary>
    public static Tensor Repeated(Tensor x, int axis) =>
        x.Contiguous().View(x.Shape.With(axis, 1), 0, Layout.Contiguous(x.Shape)).Contiguous().BroadcastTo(x.Shape);

    /// <summary>The first element alone, all axes of length one.</summary>
    public static Tensor First(Tensor x)
    {
        Shape ones = Enumerable.Repeat(1, x.Rank).ToArray();
        return x.Contiguous().View(ones, 0, Layout.Contiguous(ones)).Contiguous();
    }

    /// <summary>No entries along the first axis.</summary>
    public static Tensor Empty(Tensor x) => Tensor.Empty(x.Shape.With(0, 0), x.DType, x.Device);

    /// <summary>Inputs one of which is another view of the same values, with what was done to it.</summary>
    public static IEnumerable<(string Name, Tensor[] Inputs)> Strided(Tensor[] inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Count == 0) continue;
            if (inputs[i].Rank > 1) yield return ($"input {i} transposed", Replace(inputs, i, Transposed(inputs[i])));
            if (inputs[i].Rank > 0) yield return ($"input {i} sliced", Replace(inputs, i, Sliced(inputs[i])));
        }
    }

    /// <summary>Inputs one of which is stretched along one axis, with what was done to it.</summary>
    public static IEnumerable<(string Name, Tensor[] Inputs)> Broadcast(Tensor[] inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
            for (int axis = 0; axis < inputs[i].Rank; axis++)
                if (inputs[i].Shape[axis] > 1)
                    yield return ($"input {i} stretched along axis {axis}", Replace(inputs, i, Repeated(inputs[i], axis)));
    }

    private static Tensor[] Replace(Tensor[] inputs, int at, Tensor by)
    {
        Tensor[] result = [.. inputs];
        result[at] = by;
        return result;
    }
}
