using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeepSharp.TensorFlowJs;

/// <summary>How numbers are packed: as uint8 or uint16 q for <c>q · scale + min</c>, or as float16.</summary>
/// <param name="Type">Their type in the file: uint8, uint16 or float16.</param>
/// <param name="Scale">What a step is worth.</param>
/// <param name="Min">What zero stands for.</param>
internal sealed record TensorFlowJsQuantization(string Type, double Scale, double Min)
{
    /// <summary>Bytes of a number.</summary>
    public int Width => Type == "uint8" ? 1 : 2;

    /// <summary>Unpacks numbers into float32 or int32, rounded to the nearest, halves up.</summary>
    /// <exception cref="InvalidDataException">One does not fit into int32.</exception>
    public void Unpack(ReadOnlySpan<byte> packed, DType dtype, Span<byte> values)
    {
        if (dtype == DType.Float32)
        {
            var floats = MemoryMarshal.Cast<byte, float>(values);
            for (int i = 0; i < floats.Length; i++) floats[i] = (float)Value(packed, i);
            return;
        }
        var integers = MemoryMarshal.Cast<byte, int>(values);
        for (int i = 0; i < integers.Length; i++)
        {
            double value = Math.Floor(Value(packed, i) + 0.5);
            integers[i] = value is >= int.MinValue and <= int.MaxValue ? (int)value
                : throw new InvalidDataException($"a packed number stands for {value}, which is no int32.");
        }
    }

    private double Value(ReadOnlySpan<byte> packed, int index) => Type switch
    {
        "uint8" => packed[index] * Scale + Min,
        "uint16" => BinaryPrimitives.ReadUInt16LittleEndian(packed[(2 * index)..]) * Scale + Min,
        _ => (double)BinaryPrimitives.ReadHalfLittleEndian(packed[(2 * index)..]),
    };
}
