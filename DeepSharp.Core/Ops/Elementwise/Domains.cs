namespace DeepSharp;

/// <summary>The element-type check shared by element-wise ops and reductions.</summary>
internal static class Domains
{
    public static void Require(string op, FnDomain domain, DType dtype)
    {
        if (domain == FnDomain.Floating ? dtype.IsFloating : dtype.IsComputable) return;
        string expected = domain == FnDomain.Floating ? "a floating type (float16, bfloat16, float32 or float64)" : "a floating type, int32 or int64";
        throw new DTypeMismatchException($"[{op}] expects {expected} but got {dtype.KerasName}. Cast the input, for example x.Cast(DType.Float32).");
    }
}
