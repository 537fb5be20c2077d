namespace DeepSharp;

/// <summary>What a device must offer: memory, copies, and kernels for ops.</summary>
public abstract class Backend
{
    /// <summary>Name of the family, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>What computes here, for people: for example the GPU's name and memory.</summary>
    public virtual string Description => Name;

    /// <summary>Gives storage whose bytes are undefined.</summary>
    public abstract Storage Allocate(long bytes);

    /// <summary>Copies bytes from the device to the host; waits for work on them.</summary>
    public abstract void Read(Storage storage, long offset, Span<byte> destination);

    /// <summary>Copies bytes from the host to the device.</summary>
    public abstract void Write(Storage storage, long offset, ReadOnlySpan<byte> source);

    /// <summary>Copies bytes on the device.</summary>
    public abstract void Copy(Storage source, long sourceOffset, Storage destination, long destinationOffset, long bytes);

    /// <summary>The kernel for an op with inputs of these element types, or null where the op must run otherwise: on 16-bit floats as a
    /// whole in float32, else as its composition.</summary>
    public abstract Kernel? FindKernel(Op op, ReadOnlySpan<TensorSpec> inputs);

    /// <summary>Waits until all work given to the device is done.</summary>
    public virtual void Synchronize() { }

    /// <summary>Puts work of this backend together, without doing it, so that it can be done again and again at little cost.</summary>
    /// <param name="work">Runs kernels that say <see cref="Kernel.CanRecord"/>, with the same memory each time. Called once.</param>
    /// <returns>Null where the device gains nothing by it.</returns>
    public virtual RecordedWork? Record(Action work) => null;

    /// <summary>The file a missing kernel would stand in, for the error message.</summary>
    public virtual string KernelFile(Op op) => $"Kernels/{op.Family}/{op.GetType().Name.Split('`')[0][..^2]}Kernel.cs";
}

/// <summary>Kernel calls put together by <see cref="Backend.Record"/>.</summary>
public abstract class RecordedWork
{
    /// <summary>Does the work, on the memory it was recorded with.</summary>
    public abstract void Run();
}
