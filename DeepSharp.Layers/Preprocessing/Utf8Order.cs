namespace DeepSharp.Layers;

/// <summary>Orders strings by the bytes of their UTF-8 form, which is the order of code points.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (x!.EnumerateRunes(), y!.EnumerateRunes());
        while (true)
        {
            bool more = a.MoveNext(), other = b.MoveNext();
            if (!more || !other) return more.CompareTo(other);
            if (a.Current != b.Current) return a.Current.Value.CompareTo(b.Current.Value);
        }
    }
}
