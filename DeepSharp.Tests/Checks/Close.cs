namespace DeepSharp.Tests;

/// <summary>Comparisons of tensors whose messages name the element.</summary>
internal static class Close
{
    /// <summary>Fails unless the tensors have the same specs and nearly the same values.</summary>
    /// <remarks>
    /// The allowed difference is relative to the element, or to the largest element (at most one) where the element is smaller,
    /// because sums of both signs are exact only relative to their terms.
    /// </remarks>
    public static void Same(string who, Tensor expected, Tensor got, double tolerance)
    {
        if (got.Shape != expected.Shape) Assert.Fail($"{who}: expected shape {expected.Shape} but got {got.Shape}.");
        double[] a = expected.ToDoubles(), b = got.ToDoubles();
        double floor = Math.Min(1, a.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < a.Length; i++)
        {
            bool same = a[i].Equals(b[i]) || Math.Abs(a[i] - b[i]) <= tolerance * Math.Max(Math.Abs(a[i]), floor);
            if (!same) Assert.Fail($"{who}: element {Index(expected.Shape, i)} expected {a[i]:R} but got {b[i]:R} (allowed: {tolerance:0e0} relative).");
        }
    }

    /// <summary>Compares lists of tensors; what is compared stands after the name.</summary>
    public static void Same(string who, Tensor[] expected, Tensor[] got, double tolerance)
    {
        if (got.Length != expected.Length) Assert.Fail($"{who}: expected {expected.Length} tensors but got {got.Length}.");
        for (int i = 0; i < expected.Length; i++) Same($"{who}, tensor {i}", expected[i], got[i], tolerance);
    }

    /// <summary>Fails unless the tensors agree in specs and in every bit.</summary>
    public static void Identical(string who, Tensor[] expected, Tensor[] got)
    {
        if (got.Length != expected.Length) Assert.Fail($"{who}: expected {expected.Length} tensors but got {got.Length}.");
        for (int i = 0; i < expected.Length; i++)
        {
            var (a, b) = (expected[i], got[i]);
            if (a.Spec != b.Spec) Assert.Fail($"{who}, tensor {i}: expected {a.Spec} but got {b.Spec}.");
            byte[] x = Bytes(a), y = Bytes(b);
            int at = x.AsSpan().CommonPrefixLength(y);
            if (at == x.Length) continue;
            int element = at / a.DType.Size;
            Assert.Fail($"{who}, tensor {i}: element {Index(a.Shape, element)} expected {a.ToDoubles()[element]:R} but got {b.ToDoubles()[element]:R} (every bit must agree).");
        }
    }

    private static byte[] Bytes(Tensor t)
    {
        var dense = t.Contiguous();
        var bytes = new byte[dense.Count * t.DType.Size];
        t.Device.Backend.Read(dense.Storage!, dense.Offset * t.DType.Size, bytes);
        return bytes;
    }

    /// <summary>The place of an element counted in row-major order, for example <c>[1, 0]</c>.</summary>
    public static string Index(Shape shape, int element)
    {
        var index = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; element /= Math.Max(1, shape[d--])) index[d] = element % Math.Max(1, shape[d]);
        return $"[{string.Join(", ", index)}]";
    }
}
