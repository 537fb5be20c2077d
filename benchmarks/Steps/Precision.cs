namespace DeepSharp.Benchmarks;

/// <summary>How a GPU may compute in a comparison.</summary>
internal static class Precision
{
    /// <summary>Sets it for all cases made from now on.</summary>
    /// <exception cref="UsageException">The name is not known.</exception>
    public static void Choose(string name)
    {
        Cuda.AllowTf32 = name == "tf32";
        switch (name)
        {
            case "float32" or "tf32": DTypePolicy.SetGlobal("float32"); break;
            case "bfloat16": DTypePolicy.SetGlobal("mixed_bfloat16"); break;
            default: throw new UsageException($"'{name}' is no precision; there are float32, tf32 and bfloat16.");
        }
    }
}
