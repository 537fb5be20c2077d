namespace DeepSharp;

/// <summary>The backend without memory: ops on it are never run, only their shape rules.</summary>
internal sealed class NullBackend : Backend
{
    public override string Name => "null";

    public override Storage Allocate(long bytes) => throw NoMemory();

    public override void Read(Storage storage, long offset, Span<byte> destination) => throw NoMemory();

    public override void Write(Storage storage, long offset, ReadOnlySpan<byte> source) => throw NoMemory();

    public override void Copy(Storage source, long sourceOffset, Storage destination, long destinationOffset, long bytes) => throw NoMemory();

    public override Kernel? FindKernel(Op op, ReadOnlySpan<TensorSpec> inputs) => null;

    private static NoValueException NoMemory() =>
        new("The null device holds shapes only; a tensor on it has no values. Move work to Device.Cpu or call the model with real data.");
}
