using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Parallel body: packs panels of B for one block of columns and k.</summary>
internal readonly unsafe struct PackPanels<T, TB>(TB packer, T* packed, int first, int columns, int k0, int kc, MicroKernel<T> kernel) : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
    where TB : struct, IPanelPacker<T>
{
    private readonly TB _packer = packer;
    private readonly T* _packed = packed;

    public void Run(int start, int end)
    {
        for (int panel = start; panel < end; panel++)
        {
            int line = panel * kernel.Columns, width = kernel.PanelColumns(columns - line);
            _packer.Pack(_packed + (long)line * kc, first + line, Math.Min(width, columns - line), k0, kc, width);
        }
    }
}
