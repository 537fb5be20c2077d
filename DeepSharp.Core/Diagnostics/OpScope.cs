namespace DeepSharp;

/// <summary>For whom ops run on this thread: the path of the layer, and whether its formula or its gradient is computed.</summary>
/// <param name="Path">Names of the layers from the outermost on, for example <c>model/encoder/dense</c>; empty outside of layers.</param>
/// <param name="Backward">Whether a gradient is computed.</param>
internal sealed record OpScope(string Path, bool Backward)
{
    [ThreadStatic] private static OpScope? t_current;

    /// <summary>Outside of all layers.</summary>
    public static OpScope Outside { get; } = new("", false);

    /// <summary>The scope on this thread.</summary>
    public static OpScope Current => t_current ?? Outside;

    /// <summary>The scope of a layer called from here.</summary>
    public OpScope Inner(string name) => new(Path.Length == 0 ? name : $"{Path}/{name}", Backward);

    /// <summary>The scope in which this scope's ops are differentiated.</summary>
    public OpScope Gradient() => Backward ? this : new(Path, true);

    /// <summary>Runs something in this scope.</summary>
    public T Run<T>(Func<T> run)
    {
        var outer = t_current;
        t_current = this;
        try { return run(); }
        finally { t_current = outer; }
    }
}
