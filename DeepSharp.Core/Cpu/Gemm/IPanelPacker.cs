namespace DeepSharp.Cpu;

/// <summary>
/// Brings one operand of a product into panels. "Lines" are the rows of A or the columns of B; both run along the summed index k, so one
/// packer serves either side. What a packer reads from is its own affair: a matrix, or an image seen as patches.
/// </summary>
internal unsafe interface IPanelPacker<T> where T : unmanaged
{
    /// <summary>
    /// Writes <c>panel[k * width + r] = operand[line first + r, k0 + k]</c> for k in [0, <paramref name="kc"/>), and zero for the lines
    /// from
    /// <paramref name="count"/> to <paramref name="width"/>. Called from several threads at once.
    /// </summary>
    void Pack(T* panel, int first, int count, int k0, int kc, int width);

    /// <summary>The memory that packing these lines reads, to be asked for beforehand; nothing where it does not lie in one piece.</summary>
    LineStream Source(int first, int count, int k0, int kc);

    /// <summary>Where the lines from <paramref name="first"/> on stand from <paramref name="k0"/> on, if they lie side by side at each k; nothing where they do
    /// not.</summary>
    LineRows<T> Rows(int first, int k0);
}

/// <summary>Lines that lie side by side at each k.</summary>
/// <param name="first">The first line at the first k; null where they do not lie so.</param>
/// <param name="step">Elements from one k to the next.</param>
internal readonly unsafe struct LineRows<T>(T* first, nint step) where T : unmanaged
{
    public readonly T* First = first;
    public readonly nint Step = step;
}
