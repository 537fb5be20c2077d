namespace DeepSharp.Cpu;

/// <summary>An operand seen from a later line on.</summary>
internal readonly unsafe struct LineShiftedPacker<T, TInner>(TInner inner, int shift) : IPanelPacker<T>
    where T : unmanaged
    where TInner : struct, IPanelPacker<T>
{
    private readonly TInner _inner = inner;
    private readonly int _shift = shift;

    public void Pack(T* panel, int first, int count, int k0, int kc, int width) => _inner.Pack(panel, _shift + first, count, k0, kc, width);

    public LineStream Source(int first, int count, int k0, int kc) => _inner.Source(_shift + first, count, k0, kc);

    public T* Rows(int first, int k0, out nint step) => _inner.Rows(_shift + first, k0, out step);
}
