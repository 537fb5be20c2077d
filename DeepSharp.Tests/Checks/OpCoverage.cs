namespace DeepSharp.Tests;

/// <summary>The ops and element-wise functions that the test now running has checked.</summary>
public static class OpCoverage
{
    [ThreadStatic] private static HashSet<Type>? t_checked;

    /// <summary>What has been checked since the last <see cref="Clear"/>.</summary>
    public static IReadOnlySet<Type> Checked => t_checked ??= [];

    /// <summary>Forgets what has been checked.</summary>
    public static void Clear() => t_checked = [];

    /// <summary>Runs an op that <see cref="OpCheck"/> cannot judge (a random one, say) and counts it as checked by the calling test.</summary>
    public static Tensor[] Run(Op op, params Tensor[] inputs)
    {
        var outputs = op.ApplyAll(inputs);
        Note(op);
        return outputs;
    }

    /// <summary>Counts a layer as checked.</summary>
    internal static void NoteType(Type type) => (t_checked ??= []).Add(type);

    /// <summary>Counts an op, and the function of an element-wise op or a reduction, as checked.</summary>
    internal static void Note(Op op)
    {
        var seen = t_checked ??= [];
        var type = op.GetType();
        seen.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
        foreach (var function in type.GetGenericArguments()) seen.Add(function);
        if (op is FusedOp fused)
            foreach (var step in fused.Steps) Note(step.Op);
    }
}
