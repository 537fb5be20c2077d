namespace DeepSharp.Cpu;

/// <summary>The ways in which operands are packed.</summary>
internal enum PackForm
{
    /// <summary>All of B in panels of <see cref="GroupKernel{T}"/>.</summary>
    Panels,

    /// <summary>Blocks of columns and k of the blocked product.</summary>
    Blocks,

    /// <summary>A kernel transformed for Winograd's products.</summary>
    Filters,

    /// <summary>A recurrent kernel, gate beside gate.</summary>
    Gates,
}
