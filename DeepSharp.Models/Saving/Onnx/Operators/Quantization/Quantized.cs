namespace DeepSharp.Onnx;

/// <summary>What operators on quantized numbers share.</summary>
internal static class Quantized
{
    /// <summary>Products of bytes up to so many are exact sums in single precision, in whichever order they are added: 258 · 255² is below 2²⁴.</summary>
    private const int FewTerms = 258;

    /// <summary>A scale or zero point, shaped so that it stretches to the data.</summary>
    /// <param name="node">The node; its <c>axis</c> and <c>block_size</c> say what several numbers are for.</param>
    /// <param name="parameter">One number, a row of numbers along the axis, or numbers for blocks along it.</param>
    /// <param name="data">The shape of the data.</param>
    public static OnnxValue Stretched(OnnxNode node, OnnxValue parameter, Shape data)
    {
        int block = node.Int("block_size", 0);
        if (parameter.Rank == 0 || block == 0 && parameter.Rank == 1 && parameter.Shape[0] == 1) return parameter.Plain.Reshape([]);
        int axis = data.Axis(node.Int("axis", 1), node.OpType);
        if (block != 0) return Blocks(node, parameter.Plain, data, axis, block);
        if (parameter.Rank != 1 || parameter.Shape[0] != data[axis])
            throw new ShapeMismatchException(
                $"[{node.OpType}] a scale or zero point has shape {parameter.Shape}; expected one number, or [{data[axis]}] for axis {axis} of {data}.");
        return Along(parameter.Plain, axis, data.Rank);
    }

    /// <summary>A row of numbers along an axis of a tensor.</summary>
    public static Tensor Along(Tensor row, int axis, int rank) => row.Reshape([.. Enumerable.Range(0, rank).Select(i => i == axis ? row.Shape[0] : 1)]);

    /// <summary>Bytes as whole numbers, less their zero point.</summary>
    /// <param name="x">The bytes.</param>
    /// <param name="zero">The zero point, which stretches to their shape; 0 where it is left out.</param>
    public static Tensor Centred(Tensor x, Tensor? zero)
    {
        x = x.Cast(DType.Int32);
        return zero is null ? x : x - zero.Cast(DType.Int32);
    }

    /// <summary>The exact product of matrices of whole numbers, each the difference of two bytes.</summary>
    public static Tensor Product(OnnxNode node, Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0) throw node.Invalid($"it takes no scalars but got {a.Spec} and {b.Spec}");
        var type = a.Shape[^1] <= FewTerms ? DType.Float32 : DType.Float64;
        return MatMulOperator.Product(a.Cast(type), b.Cast(type)).Cast(DType.Int32);
    }

    /// <summary>Exact sums as quantized numbers: sum · (a · b / y) in single precision, as ONNX Runtime has it.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="a">The scale of the first factor.</param>
    /// <param name="b">The scale of the second factor.</param>
    /// <param name="y">The scale of the result.</param>
    /// <param name="zero">The zero point of the result.</param>
    public static OnnxValue Requantize(OnnxValue sums, OnnxValue a, OnnxValue b, OnnxValue y, OnnxValue zero)
    {
        static Tensor Single(Tensor x) => x.Cast(DType.Float32);
        var scaled = OnnxValue.Zip([sums, a, b, y], t => Single(t[0]) * (Single(t[1]) * Single(t[2]) / Single(t[3])));
        return new QuantizedType(zero.DType, zero.Narrow).Quantize(scaled, zero.Plain.Reshape([]));
    }

    private static Tensor Blocks(OnnxNode node, Tensor parameter, Shape data, int axis, int block)
    {
        if (block < 0) throw node.Invalid($"its block_size is {block}; expected a positive number");
        bool fits = parameter.Rank == data.Rank && Enumerable.Range(0, data.Rank)
            .All(i => parameter.Shape[i] == (i == axis ? (data[i] + (long)block - 1) / block : data[i]));
        if (!fits)
            throw new ShapeMismatchException(
                $"[{node.OpType}] a scale or zero point has shape {parameter.Shape}, which are not the blocks of {block} along axis {axis} of {data}.");
        var ranges = new AxisRange[data.Rank];
        Array.Fill(ranges, AxisRange.All);
        ranges[axis] = new(0..data[axis], 1);
        return new SliceOp(new(ranges)).Apply(parameter.Repeat(Math.Min(block, data[axis]), axis));
    }
}
