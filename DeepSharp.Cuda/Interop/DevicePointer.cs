namespace DeepSharp.Gpu;

/// <summary>An address in device memory.</summary>
/// <param name="Address">The address in bytes; 0 is none.</param>
internal readonly record struct DevicePointer(ulong Address)
{
    public bool IsNull => Address == 0;

    public static DevicePointer operator +(DevicePointer pointer, long bytes) => new(pointer.Address + (ulong)bytes);

    public override string ToString() => $"0x{Address:x}";
}
