namespace DeepSharp.Cpu;

/// <summary>An operand seen from a later line and a later k on.</summary>
internal readonly unsafe struct ShiftedPacker<T, TInner>(TInner inner, int line, int k) : IPanelPacker<T>
    where T : unmanaged
    where TInner : struct, IPanelPacker<T>
{
    private readonly TInner _inner = inner;
    private readonly int _line = line, _k = k;

    public void Pack(T* panel, int first, int count, int k0, int kc, int width) => _inner.Pack(panel, _line + first, count, _k + k0, kc, width);

    public LineStream Source(int first, int count, int k0, int kc) => _inner.Source(_line + first, count, _k + k0, kc);

    public LineRows<T> Rows(int first, int k0) => _inner.Rows(_line + first, _k + k0);
}
