using System.Runtime.InteropServices;

namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>Copies values into a new tensor.</summary>
    /// <param name="values">Elements in row-major order.</param>
    /// <param name="shape">Axis lengths; one of them may be <see cref="Dim.Any"/> and is worked out.</param>
    /// <param name="device">Where to put it; <see cref="Device.Default"/> if not given.</param>
    /// <exception cref="ShapeMismatchException">The shape does not hold as many elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape shape, Device? device = null) where T : unmanaged
    {
        shape = ReshapeOp.Resolve([values.Length], shape, "Tensor.From");
        var tensor = Empty(shape, DTypes.Of<T>(), device);
        tensor.Device.Backend.Write(tensor.Storage!, 0, MemoryMarshal.AsBytes(values));
        return tensor;
    }

    /// <summary>Copies an array into a new vector.</summary>
    public static Tensor From<T>(T[] values, Device? device = null) where T : unmanaged => From<T>(values.AsSpan(), [values.Length], device);

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, Shape, Device?)"/>
    public static Tensor From<T>(T[] values, Shape shape, Device? device = null) where T : unmanaged => From<T>(values.AsSpan(), shape, device);

    /// <summary>Copies a two-dimensional array into a new tensor.</summary>
    public static Tensor From<T>(T[,] values, Device? device = null) where T : unmanaged => FromArray<T>(values, device);

    /// <summary>Copies a three-dimensional array into a new tensor.</summary>
    public static Tensor From<T>(T[,,] values, Device? device = null) where T : unmanaged => FromArray<T>(values, device);

    /// <summary>Copies a four-dimensional array into a new tensor.</summary>
    public static Tensor From<T>(T[,,,] values, Device? device = null) where T : unmanaged => FromArray<T>(values, device);

    /// <summary>A scalar tensor.</summary>
    public static Tensor Scalar<T>(T value, Device? device = null) where T : unmanaged => From<T>([value], Shape.Scalar, device);

    /// <summary>A scalar of the given element type that holds <paramref name="value"/>.</summary>
    public static Tensor Scalar(double value, DType dtype, Device? device = null) => Full(Shape.Scalar, value, dtype, device);

    /// <summary>A tensor whose elements all equal <paramref name="value"/>.</summary>
    /// <remarks>It takes the memory of one element: the shape is a stretched view.</remarks>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32, Device? device = null)
    {
        device ??= Device.Default;
        if (!shape.IsKnown) return new(new(shape, dtype), Device.Null);
        var storage = device.Backend.Allocate(dtype.Size);
        Span<byte> bytes = stackalloc byte[8];
        Element.Write(bytes, dtype, value);
        device.Backend.Write(storage, 0, bytes[..dtype.Size]);
        return new(new(shape, dtype), device, storage, 0, new long[shape.Rank]) { Constant = value };
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32, Device? device = null) => Full(shape, 0, dtype, device);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32, Device? device = null) => Full(shape, 1, dtype, device);

    /// <summary>A matrix with ones on the diagonal.</summary>
    public static Tensor Eye(int size, DType dtype = DType.Float32, Device? device = null)
    {
        var values = new float[size * size];
        for (int i = 0; i < size; i++) values[i * (size + 1)] = 1;
        return From<float>(values, [size, size], device).Cast(dtype);
    }

    /// <summary>The vector start, start + step, … up to but not including stop.</summary>
    /// <exception cref="InvalidValueException">The step is zero.</exception>
    public static Tensor Arange(double start, double stop, double step = 1, DType dtype = DType.Float32, Device? device = null)
    {
        if (step == 0) throw new InvalidValueException("[arange] the step must not be zero.");
        int count = (int)Math.Max(0, Math.Ceiling((stop - start) / step));
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = start + i * step;
        return From<double>(values, [count], device).Cast(dtype);
    }

    /// <summary>The vector 0, 1, … up to but not including <paramref name="stop"/>, as int32.</summary>
    public static Tensor Arange(int stop, Device? device = null) => Arange(0, stop, 1, DType.Int32, device);

    /// <summary>The values <c>count</c> evenly spaced from start to stop, both included.</summary>
    public static Tensor Linspace(double start, double stop, int count, DType dtype = DType.Float32, Device? device = null)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = count == 1 ? start : start + (stop - start) * i / (count - 1);
        return From<double>(values, [count], device).Cast(dtype);
    }

    /// <summary>A vector from an array.</summary>
    public static implicit operator Tensor(float[] values) => From(values);

    /// <summary>A matrix from an array.</summary>
    public static implicit operator Tensor(float[,] values) => From(values);

    /// <summary>A stack of matrices from an array.</summary>
    public static implicit operator Tensor(float[,,] values) => From(values);

    /// <summary>Four axes, such as images [batch, height, width, channels], from an array.</summary>
    public static implicit operator Tensor(float[,,,] values) => From(values);

    /// <summary>A vector of whole numbers, such as labels, from an array.</summary>
    public static implicit operator Tensor(int[] values) => From(values);

    /// <summary>A matrix of whole numbers, such as word numbers, from an array.</summary>
    public static implicit operator Tensor(int[,] values) => From(values);

    /// <summary>A vector from an array.</summary>
    public static implicit operator Tensor(double[] values) => From(values);

    /// <summary>A matrix from an array.</summary>
    public static implicit operator Tensor(double[,] values) => From(values);

    /// <summary>A new tensor whose elements are undefined.</summary>
    internal static Tensor Empty(Shape shape, DType dtype, Device? device = null)
    {
        device ??= Device.Default;
        return new(new(shape, dtype), device, device.Backend.Allocate(shape.Count * dtype.Size));
    }

    /// <summary>A scalar of this tensor's type and device.</summary>
    internal Tensor ScalarLike(double value) => Scalar(value, DType, Device == Device.Null ? Device.Cpu : Device);

    private static Tensor FromArray<T>(Array values, Device? device) where T : unmanaged
    {
        var shape = new int[values.Rank];
        for (int i = 0; i < shape.Length; i++) shape[i] = values.GetLength(i);
        var span = MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);
        return From(span, shape, device);
    }
}
