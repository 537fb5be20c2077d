namespace DeepSharp;

/// <summary>The element-type check shared by element-wise ops and reductions.</summary>
internal static class Domains
{
    public static void Require(string op, FnDomain domain, DType dtype)
    {
        if (domain == FnDomain.Floating ? dtype is DType.Float32 or DType.Float64 : dtype.IsComputable) return;
        string expected = domain == FnDomain.Floating ? "float32 or float64" : "float32, float64, int32 or int64";
        throw new DTypeMismatchException($"[{op}] expects {expected} but got {dtype.KerasName}. Cast the input, for example x.Cast(DType.Float32).");
    }
}
