namespace DeepSharp.Gpu;

/// <summary>Integer labels as the kernels of <c>kernels/cross_entropy.cu</c> take them, and the error for one that names no class.</summary>
internal readonly struct LabelArguments(Tensor labels, int? ignoreClass)
{
    public DevicePointer Data => labels.Address();

    public bool IsWide => labels.DType == DType.Int64;

    public bool Ignores => ignoreClass is not null;

    public long Ignored => ignoreClass ?? 0;

    /// <summary>Where a kernel notes a label outside the classes.</summary>
    public static DevicePointer Fault(CudaContext cuda, Op op, int classes) => cuda.FaultSlot(op, classes, static (op, classes, label, place) =>
    {
        string ignored = IgnoredBy(op) is { } c ? $" or the ignored class {c}" : "";
        return new InvalidValueException(
            $"[{op.Name}] label {label} (number {place}) is outside the {classes} classes: expected 0 to {classes - 1}{ignored}. " +
            "Correct the labels, or give the model more outputs.");
    });

    private static int? IgnoredBy(Op op) => op switch
    {
        SparseCrossEntropyFromLogitsOp loss => loss.IgnoreClass,
        SparseCrossEntropyGradientOp gradient => gradient.IgnoreClass,
        LabelPickOp pick => pick.IgnoreClass,
        _ => null,
    };
}
