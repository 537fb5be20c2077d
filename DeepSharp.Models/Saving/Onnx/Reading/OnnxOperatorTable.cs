namespace DeepSharp.Onnx;

/// <summary>Which class runs which ONNX operator; a generator fills it from the classes that derive from <see cref="OnnxOperator"/>.</summary>
internal static partial class OnnxOperatorTable
{
    private static readonly Dictionary<(string Domain, string Name), OnnxOperator> s_table = Create();

    /// <summary>The operators of a domain by name.</summary>
    public static IEnumerable<string> Names(string domain) => s_table.Keys.Where(k => k.Domain == domain).Select(k => k.Name);

    /// <summary>The operator of a name, or null.</summary>
    public static OnnxOperator? Find(string domain, string name) => s_table.GetValueOrDefault((domain, name));

    private static Dictionary<(string, string), OnnxOperator> Create()
    {
        var table = new Dictionary<(string, string), OnnxOperator>();
        Fill((name, entry) => table.Add((entry.Domain, name), entry));
        foreach (var (name, entry) in UnaryFunction.All) table.Add(("", name), entry);
        foreach (var (name, entry) in BinaryFunction.All) table.Add(("", name), entry);
        foreach (var (name, entry) in Reduction.All) table.Add(("", name), entry);
        return table;
    }

    static partial void Fill(Action<string, OnnxOperator> enter);
}
