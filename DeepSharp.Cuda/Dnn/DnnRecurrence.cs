using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>A recurrent cell over sequences of one shape through cuDNN, for inference: its descriptors, and where its weights belong.</summary>
internal sealed unsafe class DnnRecurrence
{
    private const int Float32 = 0, Inference = 0, OneWay = 0, LinearInput = 0, TimeFirst = 0;
    private const int StandardAlgorithm = 0;

    /// <summary>Sequences lie with room for steps that do not count, though here all do.</summary>
    private const uint PaddedSequences = 1;

    private readonly CudaContext _cuda;
    private readonly DnnRecurrenceShape _shape;
    private readonly LibraryHandle _handle, _dropout, _cell, _x, _y, _state;
    private readonly CudaBlock _times;
    private readonly nuint _weightBytes, _workspaceBytes;

    public DnnRecurrence(CudaContext cuda, LibraryHandle handle, DnnRecurrenceShape shape)
    {
        (_cuda, _handle, _shape) = (cuda, handle, shape);
        _dropout = Dropout();
        _cell = Cell();
        var times = new int[shape.Batch];
        Array.Fill(times, shape.Time);
        _x = Sequences(shape.Inputs, times);
        _y = Sequences(shape.Units, times);
        _state = State();
        // Versions before 8.9.1 want the lengths on the device, too.
        _times = cuda.Memory.Allocate((long)times.Length * sizeof(int));
        cuda.Write(_times.Pointer, MemoryMarshal.AsBytes(times.AsSpan()));
        nuint bytes, reserve;
        CudaDnn.Check(CudnnApi.cudnnGetRNNWeightSpaceSize(handle.Value, _cell.Value, &bytes), nameof(CudnnApi.cudnnGetRNNWeightSpaceSize));
        _weightBytes = bytes;
        CudaDnn.Check(
            CudnnApi.cudnnGetRNNTempSpaceSizes(handle.Value, _cell.Value, Inference, _x.Value, &bytes, &reserve),
            nameof(CudnnApi.cudnnGetRNNTempSpaceSizes));
        _workspaceBytes = bytes;
    }

    /// <summary>Bytes of all weights as the library wants them.</summary>
    public long WeightBytes => (long)_weightBytes;

    /// <summary>Where a part of the weights belongs: a gate's matrix [units, inputs] for the inputs, or [units, units] for the states, and its bias.</summary>
    /// <param name="weights">Memory of <see cref="WeightBytes"/>.</param>
    /// <param name="part">The gate's number; those for the states come behind those for the inputs.</param>
    public (DevicePointer Matrix, DevicePointer Bias) Place(DevicePointer weights, int part)
    {
        DevicePointer matrix, bias;
        nint shape;
        CudaDnn.Check(CudnnApi.cudnnCreateTensorDescriptor(&shape), nameof(CudnnApi.cudnnCreateTensorDescriptor));
        using var matrixShape = new LibraryHandle(shape, CudnnApi.cudnnDestroyTensorDescriptor);
        CudaDnn.Check(CudnnApi.cudnnCreateTensorDescriptor(&shape), nameof(CudnnApi.cudnnCreateTensorDescriptor));
        using var biasShape = new LibraryHandle(shape, CudnnApi.cudnnDestroyTensorDescriptor);
        CudaDnn.Check(
            CudnnApi.cudnnGetRNNWeightParams(
                _handle.Value, _cell.Value, 0, _weightBytes, weights, part, matrixShape.Value, &matrix, biasShape.Value, &bias),
            nameof(CudnnApi.cudnnGetRNNWeightParams));
        return (matrix, bias);
    }

    /// <summary>All steps; false, and nothing is done, where the library has no way to.</summary>
    /// <param name="x">[time, batch, inputs].</param>
    /// <param name="h">Before and after all steps, [batch, units].</param>
    /// <param name="c">The memory likewise; none of gated recurrent units.</param>
    /// <param name="weights">As the library wants them.</param>
    /// <param name="y">The states after each step, [time, batch, units].</param>
    public bool Run(
        DevicePointer x, (DevicePointer Before, DevicePointer After) h, (DevicePointer Before, DevicePointer After) c, DevicePointer weights,
        DevicePointer y)
    {
        var workspace = _workspaceBytes == 0 ? default : _cuda.Scratch((long)_workspaceBytes);
        int status = CudnnApi.cudnnRNNForward(
            _handle.Value, _cell.Value, Inference, _times.Pointer, _x.Value, x, _y.Value, y, _state.Value, h.Before, h.After,
            _state.Value, c.Before, c.After, _weightBytes, weights, _workspaceBytes, workspace, 0, default);
        if (CudaDnn.IsNotSupported(status)) return false;
        CudaDnn.Check(status, nameof(CudnnApi.cudnnRNNForward));
        return true;
    }

    private LibraryHandle Dropout()
    {
        nint descriptor;
        CudaDnn.Check(CudnnApi.cudnnCreateDropoutDescriptor(&descriptor), nameof(CudnnApi.cudnnCreateDropoutDescriptor));
        var handle = new LibraryHandle(descriptor, CudnnApi.cudnnDestroyDropoutDescriptor);
        CudaDnn.Check(CudnnApi.cudnnSetDropoutDescriptor(descriptor, _handle.Value, 0, default, 0, 0), nameof(CudnnApi.cudnnSetDropoutDescriptor));
        return handle;
    }

    private LibraryHandle Cell()
    {
        nint descriptor;
        CudaDnn.Check(CudnnApi.cudnnCreateRNNDescriptor(&descriptor), nameof(CudnnApi.cudnnCreateRNNDescriptor));
        var handle = new LibraryHandle(descriptor, CudnnApi.cudnnDestroyRNNDescriptor);
        CudaDnn.Check(
            CudnnApi.cudnnSetRNNDescriptor_v8(
                descriptor, StandardAlgorithm, (int)_shape.Cell, (int)_shape.Bias, OneWay, LinearInput, Float32, Float32, _shape.MathType,
                _shape.Inputs, _shape.Units, _shape.Units, 1, _dropout.Value, PaddedSequences),
            nameof(CudnnApi.cudnnSetRNNDescriptor_v8));
        return handle;
    }

    private LibraryHandle Sequences(int length, int[] times)
    {
        nint descriptor;
        CudaDnn.Check(CudnnApi.cudnnCreateRNNDataDescriptor(&descriptor), nameof(CudnnApi.cudnnCreateRNNDataDescriptor));
        var handle = new LibraryHandle(descriptor, CudnnApi.cudnnDestroyRNNDataDescriptor);
        fixed (int* all = times)
            CudaDnn.Check(
                CudnnApi.cudnnSetRNNDataDescriptor(descriptor, Float32, TimeFirst, _shape.Time, _shape.Batch, length, all, null),
                nameof(CudnnApi.cudnnSetRNNDataDescriptor));
        return handle;
    }

    private LibraryHandle State()
    {
        nint descriptor;
        CudaDnn.Check(CudnnApi.cudnnCreateTensorDescriptor(&descriptor), nameof(CudnnApi.cudnnCreateTensorDescriptor));
        var handle = new LibraryHandle(descriptor, CudnnApi.cudnnDestroyTensorDescriptor);
        int* lengths = stackalloc int[] { 1, _shape.Batch, _shape.Units }, steps = stackalloc int[] { checked(_shape.Batch * _shape.Units), _shape.Units, 1 };
        CudaDnn.Check(CudnnApi.cudnnSetTensorNdDescriptor(descriptor, Float32, 3, lengths, steps), nameof(CudnnApi.cudnnSetTensorNdDescriptor));
        return handle;
    }
}
