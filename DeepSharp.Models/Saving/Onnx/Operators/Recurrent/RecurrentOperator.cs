namespace DeepSharp.Onnx;

/// <summary>What LSTM, GRU and RNN share: directions, lengths of sequences, and the order of axes.</summary>
/// <remarks>Inputs: X [time, batch, features], W and R with a matrix for each direction, the bias, the sequences' lengths, the first states.</remarks>
internal abstract class RecurrentOperator : OnnxOperator
{
    /// <inheritdoc/>
    public override int Since => 7;

    /// <summary>Sums for gates that each step needs.</summary>
    protected abstract int Gates { get; }

    /// <summary>States that are carried along.</summary>
    protected abstract int States { get; }

    /// <summary>Activations of a direction where none are named.</summary>
    protected abstract string[] Usual { get; }

    /// <inheritdoc/>
    public sealed override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        bool batchFirst = node.Flag("layout");
        var data = batchFirst ? x.Tensor(0).Transpose([1, 0, 2]) : x.Tensor(0);
        var (w, r) = (x.Tensor(1), x.Tensor(2));
        if (data.Rank != 3 || w.Rank != 3 || r.Rank != 3)
            throw new ShapeMismatchException($"[{node.OpType}] expects X, W and R with three axes but got {data.Shape}, {w.Shape} and {r.Shape}.");
        string direction = node.Choice("direction", "forward", "forward", "reverse", "bidirectional");
        int directions = direction == "bidirectional" ? 2 : 1, units = r.Shape[2];
        Shape wanted = [directions, checked(Gates * units), data.Shape[2]], wantedR = [directions, Gates * units, units];
        if (w.Shape != wanted || r.Shape != wantedR || node.Int("hidden_size", units) != units)
            throw new ShapeMismatchException($"[{node.OpType}] W and R have shapes {w.Shape} and {r.Shape}; expected {wanted} and {wantedR}.");

        var mask = x.OptionalTensor(4) is { } lengths
            ? OnnxShapes.Places(data.Shape[0], DType.Int64, data).ExpandDims(1) < lengths.Cast(DType.Int64) : null;
        var functions = OnnxActivations.Read(node, Usual, directions);
        var (outputs, last) = (new Tensor[directions], new Tensor[States][]);
        for (int s = 0; s < States; s++) last[s] = new Tensor[directions];
        for (int d = 0; d < directions; d++)
        {
            var first = Enumerable.Range(0, States).Select(s => First(x.OptionalTensor(5 + s), d, data, units, batchFirst)).ToArray();
            var bias = Part(x.OptionalTensor(3), d) ?? Tensor.Zeros([2 * Gates * units], data.DType, OnnxDevice.Of(data));
            var step = new RecurrentDirection(node, data, w[d], r[d], bias, Part(x.OptionalTensor(7), d),
                mask, first, functions[d], direction == "reverse" || d == 1);
            var (y, states) = Direction(step);
            outputs[d] = mask is null ? y : Tensor.Where(mask.ExpandDims(-1), y, y.ScalarLike(0));
            for (int s = 0; s < States; s++) last[s][d] = states[s];
        }
        var all = Tensor.Stack(outputs, 1);
        return [batchFirst ? all.Transpose([2, 0, 1, 3]) : all, .. last.Select(s => (OnnxValue)Tensor.Stack(s, batchFirst ? 1 : 0))];
    }

    /// <summary>Runs one direction.</summary>
    /// <returns>The outputs of all steps [time, batch, units], and the last states.</returns>
    protected abstract (Tensor Outputs, Tensor[] States) Direction(RecurrentDirection d);

    private static Tensor? Part(Tensor? x, int direction) => x?[direction];

    private static Tensor First(Tensor? given, int direction, Tensor data, int units, bool batchFirst) =>
        given is null ? Tensor.Zeros([data.Shape[1], units], data.DType, OnnxDevice.Of(data))
            : given.Slice(batchFirst ? 1 : 0, direction..(direction + 1)).Squeeze(batchFirst ? 1 : 0);
}
