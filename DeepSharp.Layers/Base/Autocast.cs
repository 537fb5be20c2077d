namespace DeepSharp;

/// <summary>While a layer's <c>Call</c> runs, its weights are read in the type the layer computes in.</summary>
internal static class Autocast
{
    [ThreadStatic] private static DType? t_current;

    /// <summary>The type weights are read in on this thread, or null outside of layers.</summary>
    public static DType? Current => t_current;

    /// <summary>Runs a call whose weights are read in a type.</summary>
    public static T To<T>(DType dtype, Func<T> call)
    {
        var outer = t_current;
        t_current = dtype;
        try { return call(); }
        finally { t_current = outer; }
    }
}
