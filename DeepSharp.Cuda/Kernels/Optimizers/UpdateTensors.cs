namespace DeepSharp.Gpu;

/// <summary>Where the tensors of one variable's update lie; slots the rule does not have are null.</summary>
internal readonly record struct UpdateTensors(
    DevicePointer W, DevicePointer G, DevicePointer S0, DevicePointer S1, DevicePointer S2,
    DevicePointer NewW, DevicePointer New0, DevicePointer New1, DevicePointer New2)
{
    /// <summary>The places of variable, gradient and slots, and of the new variable and slots.</summary>
    public static UpdateTensors Of(ReadOnlySpan<Tensor> before, ReadOnlySpan<Tensor> after) => new(
        before[0].Address(), before[1].Address(), Slot(before[2..], 0), Slot(before[2..], 1), Slot(before[2..], 2),
        after[0].Address(), Slot(after[1..], 0), Slot(after[1..], 1), Slot(after[1..], 2));

    private static DevicePointer Slot(ReadOnlySpan<Tensor> tensors, int place) => place < tensors.Length ? tensors[place].Address() : default;
}
