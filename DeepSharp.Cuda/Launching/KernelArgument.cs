using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>One argument of a kernel: at most eight bytes, with the exact size the kernel's parameter must have.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal readonly struct KernelArgument
{
    [FieldOffset(0)] private readonly ulong _bits;
    [FieldOffset(0)] private readonly float _single;
    [FieldOffset(0)] private readonly double _double;
    [FieldOffset(8)] private readonly int _size;

    private KernelArgument(ulong bits, int size) : this() => (_bits, _size) = (bits, size);

    private KernelArgument(float value) : this() => (_single, _size) = (value, 4);

    private KernelArgument(double value) : this() => (_double, _size) = (value, 8);

    /// <summary>Bytes of the value.</summary>
    public int Size => _size;

    public static implicit operator KernelArgument(DevicePointer value) => new(value.Address, 8);

    public static implicit operator KernelArgument(int value) => new((uint)value, 4);

    public static implicit operator KernelArgument(long value) => new((ulong)value, 8);

    public static implicit operator KernelArgument(float value) => new(value);

    public static implicit operator KernelArgument(double value) => new(value);

    public static implicit operator KernelArgument(bool value) => new(value ? 1UL : 0, 1);
}
