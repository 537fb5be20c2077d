namespace DeepSharp.Gpu;

/// <summary>
/// A recurrent cell over all time steps and the projection of its inputs, through cuDNN, for inference with more units than one launch of our own
/// kernels takes. The weights are laid out for the library at each run: they may have changed.
/// </summary>
/// <remarks>
/// Training keeps to our kernels. The library's gradients read a reserve only its own forward pass writes and only it understands, while the
/// recurrent ops hand the gates themselves to their gradients; and they are given projected inputs, of which the library would have to make the
/// projection again.
/// </remarks>
internal sealed class ProjectedSequenceKernel : CudaKernel
{
    // The library's gates by our order: the input's, to forget, new memory, output; and update, reset, new state.
    private static readonly int[] s_lstm = [0, 1, 2, 3], s_gru = [1, 0, 2];

    private readonly ProjectedSequenceOp _op;
    private readonly bool _isLstm;
    private SequenceParts? _parts;
    private (DevicePointer Weights, (DevicePointer Matrix, DevicePointer Bias)[] Places) _known;

    private ProjectedSequenceKernel(ProjectedSequenceOp op) => (_op, _isLstm) = (op, op.Sequence is LstmSequenceOp);

    /// <summary>The kernel, or null where the library is not there or our own kernels do it in one launch.</summary>
    public static ProjectedSequenceKernel? For(ProjectedSequenceOp op, ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].DType != DType.Float32 || inputs[0].Shape.Count == 0 || !CudaDnn.IsThere) return null;
        var y = op.Infer(inputs)[0].Shape;
        int gates = inputs[1].Shape[1] / y[2];
        return y.Count == 0 || new SequenceLaunch(y[0], y[1], y[2], gates, false).IsSmall(DType.Float32) ? null : new(op);
    }

    public override void Run(CudaContext cuda, Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        if (_parts is null && TryLibrary(cuda, inputs, outputs)) return;
        (_parts ??= new(cuda, _op, inputs, outputs)).Run(cuda, inputs, outputs);
    }

    /// <summary>Runs the library; false where it has no way to.</summary>
    private bool TryLibrary(CudaContext cuda, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var rest = inputs[_op.ProjectionInputs..];
        var (x, kernel, y) = (inputs[0], inputs[1], outputs[0]);
        var recurrent = rest[_isLstm ? 2 : 1];
        int units = y.Shape[2], length = kernel.Shape[0], gates = kernel.Shape[1] / units;
        var bias = !_isLstm ? DnnBias.Both : _op.HasBias ? DnnBias.Inputs : DnnBias.None;
        var shape = new DnnRecurrenceShape(_isLstm ? DnnCell.Lstm : DnnCell.Gru, y.Shape[0], y.Shape[1], length, units, bias, Cuda.AllowTf32);
        if (cuda.Dnn!.Recurrence(shape) is not { } library) return false;

        var weights = cuda.Scratch(library.WeightBytes);
        var places = Places(library, weights, gates);
        cuda.Clear(weights, library.WeightBytes);
        PlaceMatrices(cuda, kernel, length, units, places[..gates]);
        PlaceMatrices(cuda, recurrent, units, units, places[gates..]);
        if (_op.HasBias) PlaceBias(cuda, inputs[2], units, places[..gates]);
        if (!_isLstm) PlaceBias(cuda, rest[2], units, places[gates..]);
        (DevicePointer, DevicePointer) h = (rest[0].Address(), outputs[1].Address()), c = _isLstm ? (rest[1].Address(), outputs[2].Address()) : default;
        if (library.Run(x.Address(), h, c, weights, y.Address())) return true;
        cuda.Dnn!.Refused(shape);
        return false;
    }

    /// <summary>Where each gate's part belongs, in our order; the same as long as the scratch memory is.</summary>
    private ReadOnlySpan<(DevicePointer Matrix, DevicePointer Bias)> Places(DnnRecurrence library, DevicePointer weights, int gates)
    {
        if (_known.Weights != weights || _known.Places is null)
        {
            int[] order = _isLstm ? s_lstm : s_gru;
            _known = (weights, [.. Enumerable.Range(0, 2 * gates).Select(part => library.Place(weights, part / gates * gates + order[part % gates]))]);
        }
        return _known.Places;
    }

    /// <summary>Turns [length, gates · units] on its side and copies each gate's [units, length] to where it belongs.</summary>
    private static void PlaceMatrices(
        CudaContext cuda, Tensor kernel, int length, int units, ReadOnlySpan<(DevicePointer Matrix, DevicePointer Bias)> places)
    {
        int columns = places.Length * units;
        long bytes = (long)units * length * kernel.DType.Size;
        var turned = cuda.Scratch(kernel.Spec.Bytes);
        cuda.Launch(
            cuda.Function("transpose", "transpose", kernel.DType), new LaunchGrid(((columns + 31) / 32, (length + 31) / 32, 1), (32, 8, 1)),
            kernel.Address(), turned, length, columns);
        for (int gate = 0; gate < places.Length; gate++) cuda.Copy(turned + gate * bytes, places[gate].Matrix, bytes);
    }

    private static void PlaceBias(CudaContext cuda, Tensor bias, int units, ReadOnlySpan<(DevicePointer Matrix, DevicePointer Bias)> places)
    {
        long bytes = (long)units * bias.DType.Size;
        for (int gate = 0; gate < places.Length; gate++) cuda.Copy(bias.Address() + gate * bytes, places[gate].Bias, bytes);
    }
}
