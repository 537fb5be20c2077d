using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>
/// The rows of the source that the next row of a depthwise convolution's result sees first: asked for line after line, as memory likes it, while this
/// row is done. The loops themselves read a line here and there.
/// </summary>
/// <param name="first">Where they begin.</param>
/// <param name="vectors">Vectors of them for each vector of the result.</param>
internal unsafe struct NextRow<T>(T* first, int vectors) where T : unmanaged
{
    private T* _next = first;

    /// <summary>For the row of pixels behind row (d, h) of a convolution's result.</summary>
    public static NextRow<T> Of(in ConvGeometry g, in PatchGrid grid, T* image, int d, int h) =>
        new(image + grid.Offset(grid.D.Start(d), grid.H.Start(h) + g.Kernel.H * g.Dilation.H, 0), g.Stride.H * g.Stride.W);

    /// <summary>From a place of the result's row on, given in elements.</summary>
    public readonly NextRow<T> At(long place) => new(_next + place * vectors, vectors);

    /// <summary>Asks for what belongs to one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask<V>() where V : struct, ILane<V, T>
    {
        for (int i = 0; i < vectors; i++, _next += V.Count) CacheLines.Ask(_next);
    }
}
