using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: packs panels of B for one block of columns and k. The last panel is <paramref name="narrow"/> columns wide where the rest
/// of the columns fit; zero for never.</summary>
internal readonly unsafe struct PackPanels<T, TB>(TB packer, T* packed, int first, int columns, int k0, int kc, int width, int narrow = 0) : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TB : struct, IPanelPacker<T>
{
    private const int Together = 32;

    private readonly TB _packer = packer;
    private readonly T* _packed = packed;

    public void Run(int start, int end)
    {
        // Some k of all panels before the next: a matrix whose rows lie along the columns is then read row by row, as memory likes it.
        for (int k = 0; k < kc; k += Together)
        {
            int count = Math.Min(Together, kc - k);
            for (int panel = start; panel < end; panel++)
            {
                int line = panel * width, left = columns - line, wide = left <= narrow ? narrow : width;
                _packer.Pack(_packed + (long)line * kc + k * wide, first + line, Math.Min(wide, left), k0 + k, count, wide);
            }
        }
    }
}
