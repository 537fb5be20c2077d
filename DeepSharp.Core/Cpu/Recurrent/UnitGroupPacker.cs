using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>
/// Packs a kernel whose gates stand side by side so that the panels of all gates for the same units follow each other: group by group of
/// <c>width</c> units, the last group filled up with zeros.
/// </summary>
/// <param name="kernel">[units, gates · units].</param>
/// <param name="gates">How many gates there are.</param>
/// <param name="units">Units of one gate.</param>
internal readonly unsafe struct UnitGroupPacker<T>(T* kernel, int gates, int units) : IPanelPacker<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly MatrixPacker<T> _columns = new(kernel, 1, (long)gates * units);
    private readonly int _gates = gates, _units = units;

    // A group's columns are apart.
    public LineStream Source(int first, int count, int k0, int kc) => default;

    public LineRows<T> Rows(int first, int k0) => default;

    public void Pack(T* panel, int first, int count, int k0, int kc, int width)
    {
        int number = first / width, unit = number / _gates * width;
        _columns.Pack(panel, number % _gates * _units + unit, Math.Min(width, _units - unit), k0, kc, width);
    }
}
