namespace DeepSharp.Onnx;

/// <summary>Which class writes which op; a generator fills it from the classes that derive from <see cref="OnnxForm{TOp}"/>.</summary>
internal static partial class OnnxFormTable
{
    private static readonly Dictionary<Type, OnnxForm> s_table = Create();

    /// <summary>The form of an op, or null where it has none.</summary>
    public static OnnxForm? Find(Op op) => s_table.GetValueOrDefault(op.GetType());

    private static Dictionary<Type, OnnxForm> Create()
    {
        var table = new Dictionary<Type, OnnxForm>();
        Fill(table.Add);
        foreach (var (op, form) in ElementwiseForm.All) table.Add(op, form);
        foreach (var (op, form) in ReductionForm.All) table.Add(op, form);
        return table;
    }

    static partial void Fill(Action<Type, OnnxForm> enter);
}
