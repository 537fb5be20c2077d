using System.Runtime.InteropServices;
using DeepSharp.Cpu;

namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>Copies the elements out in row-major order.</summary>
    /// <typeparam name="T">The element type; it must be this tensor's own.</typeparam>
    /// <exception cref="DTypeMismatchException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="NoValueException">The tensor is a symbol.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        var values = new T[Readable<T>().Count];
        CopyTo<T>(values);
        return values;
    }

    /// <summary>Copies the elements into a span of the same length.</summary>
    /// <inheritdoc cref="ToArray{T}" path="/exception"/>
    public void CopyTo<T>(Span<T> destination) where T : unmanaged
    {
        var dense = Readable<T>().Contiguous();
        if (destination.Length != dense.Count)
            throw new ShapeMismatchException($"CopyTo needs room for {dense.Count} elements of {Spec} but got a span of {destination.Length}.");
        dense.Device.Backend.Read(dense.Storage!, dense.Offset * DType.Size, MemoryMarshal.AsBytes(destination));
    }

    /// <summary>The single element of a one-element tensor as a number.</summary>
    /// <exception cref="ShapeMismatchException">There is not exactly one element.</exception>
    /// <exception cref="NoValueException">The tensor is a symbol.</exception>
    public double Item()
    {
        RequireValue();
        if (Count != 1) throw new ShapeMismatchException($"Item() needs a tensor with one element but this is {Spec}.");
        Span<byte> bytes = stackalloc byte[8];
        Device.Backend.Read(Storage!, Offset * DType.Size, bytes[..DType.Size]);
        return Element.Read(bytes, DType);
    }

    /// <summary>The elements as doubles, whatever the element type.</summary>
    public double[] ToDoubles() => Cast(DType.Float64).ToArray<double>();

    /// <summary>The elements as floats, whatever the element type.</summary>
    public float[] ToFloats() => Cast(DType.Float32).ToArray<float>();

    /// <summary>The elements as integers; floating values are cut off.</summary>
    public int[] ToInts() => Cast(DType.Int32).ToArray<int>();

    /// <summary>The same values on another device; itself when already there.</summary>
    public Tensor To(Device device)
    {
        if (device == Device) return this;
        RequireValue();
        var copy = Empty(Shape, DType, device);
        CopyTo(copy);
        return copy;
    }

    /// <summary>Copies the values over those of a dense tensor of the same shape on another device; from or to the CPU without a copy in between.</summary>
    internal void CopyTo(Tensor other)
    {
        var dense = Contiguous();
        long from = dense.Offset * DType.Size, to = other.Offset * DType.Size;
        if (Device == Device.Cpu) CpuMemory.Write(dense.Storage!, from, other.Device.Backend, other.Storage!, to, Spec.Bytes);
        else if (other.Device == Device.Cpu) CpuMemory.Read(Device.Backend, dense.Storage!, from, other.Storage!, to, Spec.Bytes);
        else
        {
            var bytes = new byte[Spec.Bytes];
            Device.Backend.Read(dense.Storage!, from, bytes);
            other.Device.Backend.Write(other.Storage!, to, bytes);
        }
    }

    /// <summary>Throws unless this tensor has values to read.</summary>
    internal void RequireValue()
    {
        if (Trace is not null)
            throw new NoValueException($"The value of a traced tensor ({Spec}) is not known: the step is being recorded. Return it from the step, or run with runEagerly: true to look inside.");
        if (Storage is null)
            throw new NoValueException($"The tensor {Spec} is a symbol made while a model is built and has no values. Call the model with data to get values.");
    }

    private Tensor Readable<T>() where T : unmanaged
    {
        RequireValue();
        if (DTypes.Of<T>() != DType)
            throw new DTypeMismatchException($"The tensor holds {DType.KerasName}, not {DTypes.Of<T>().KerasName}. Read it as its own type or Cast it first.");
        return this;
    }
}
