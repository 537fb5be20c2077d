using System.Runtime.InteropServices;

namespace DeepSharp.Gpu;

/// <summary>A factor as the libraries take it: a float32, or a float64 where the arithmetic is of that type.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal readonly struct AnyFloat
{
    [FieldOffset(0)] private readonly float _single;
    [FieldOffset(0)] private readonly double _double;

    private AnyFloat(double value, bool wide) : this()
    {
        if (wide) _double = value;
        else _single = (float)value;
    }

    public static AnyFloat Of(double value, bool wide) => new(value, wide);
}
