using System.Text;

namespace DeepSharp.Generators;

/// <summary>Writes what a layer with named call arguments needs: their declaration, the way to its formula, and typed Apply methods.</summary>
internal static class CallEmitter
{
    const string Tensor = "global::DeepSharp.Tensor", Symbolic = "global::DeepSharp.SymbolicTensor";

    public static void Append(StringBuilder b, CallModel call)
    {
        b.Append("\n    static readonly global::DeepSharp.CallArgument[] s_callArguments =\n    [\n");
        foreach (var a in call.Arguments)
            b.Append($"        new({CSharp.Text(a.Key)}, global::DeepSharp.CallArgumentKind.{a.Kind}, {(a.Default is null ? "true" : "false")}")
                .Append(a.Kind == "Setting" ? $", typeof({Bare(a.Type)}), {a.Default}),\n" : "),\n");
        b.Append("    ];\n\n    /// <inheritdoc/>\n")
            .Append("    protected override global::System.Collections.Generic.IReadOnlyList<global::DeepSharp.CallArgument> CallSignature => s_callArguments;\n\n")
            .Append("    /// <inheritdoc/>\n")
            .Append($"    protected override {Tensor}[] Call(global::DeepSharp.CallArguments<{Tensor}> arguments, global::DeepSharp.CallContext context) =>\n        ");
        var passed = call.Arguments.Select(a => $"{CSharp.Identifier(a.Name)}: {Read(a)}");
        if (call.Context is { } context) passed = passed.Append($"{CSharp.Identifier(context)}: context");
        string formula = $"{call.Name}({string.Join(", ", passed)})";
        b.Append(call.ReturnsArray ? $"{formula};\n" : $"[{formula}];\n");
        foreach (var tensor in new[] { Tensor, Symbolic })
        {
            Method(b, call, tensor, tensor, "Apply", "The only output.");
            Method(b, call, tensor, $"{tensor}[]", "ApplyAll", "All outputs.");
        }
    }

    static void Method(StringBuilder b, CallModel call, string tensor, string returns, string name, string returned)
    {
        b.Append($"\n    /// <summary>Applies the layer, making its weights at the first call.</summary>\n");
        foreach (var a in call.Arguments) b.Append($"    /// <param name=\"{a.Name}\">{a.Doc}</param>\n");
        b.Append("    /// <param name=\"training\">Whether this is training; decided by the surrounding call if not given.</param>\n")
            .Append($"    /// <returns>{returned}</returns>\n    /// <exception cref=\"global::DeepSharp.ShapeMismatchException\">The inputs do not fit; the message names the layer.</exception>\n")
            .Append($"    public {returns} {name}(");
        foreach (var a in call.Arguments)
            b.Append($"{(a.Kind == "Setting" ? a.Type : a.Type.Replace(Tensor, tensor))} {CSharp.Identifier(a.Name)}{(a.Default is null ? "" : $" = {a.Default}")}, ");
        b.Append("bool? training = null) =>\n        ");
        if (name == "Apply")
        {
            b.Append($"Only(ApplyAll({string.Join(", ", call.Arguments.Select(a => CSharp.Identifier(a.Name)))}, training));\n");
            return;
        }
        b.Append($"{(tensor == Tensor ? "base.Apply" : "base.ApplyAll")}(new global::DeepSharp.CallArguments<{tensor}>()");
        foreach (var a in call.Arguments)
            b.Append(a.Default is null
                ? $"\n            .Add({CSharp.Text(a.Key)}, {CSharp.Identifier(a.Name)}, byKeyword: false)"
                : $"\n            .AddUnless({a.Default}, {CSharp.Text(a.Key)}, {CSharp.Identifier(a.Name)})");
        b.Append(", training);\n");
    }

    static string Read(CallArgumentModel a) => (a.Kind, a.Default) switch
    {
        ("Tensor", null) => $"arguments.Get({CSharp.Text(a.Key)})",
        ("Tensor", _) => $"arguments.Find({CSharp.Text(a.Key)})",
        ("Tensors", null) => $"arguments.List({CSharp.Text(a.Key)})!",
        ("Tensors", _) => $"arguments.List({CSharp.Text(a.Key)})",
        _ => $"arguments.Setting<{a.Type}>({CSharp.Text(a.Key)}, {a.Default})",
    };

    // typeof takes no nullable reference types.
    static string Bare(string type) => type is "string?" ? "string" : type;
}
