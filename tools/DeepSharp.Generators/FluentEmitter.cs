using System.Text;

namespace DeepSharp.Generators;

/// <summary>Writes a layer's methods on models and on symbolic tensors, or its function if it takes several tensors.</summary>
/// <remarks>Methods are named as Keras names the class: <c>[Layer(Name = "Activation")] class ActivationLayer</c> gives <c>Activation(…)</c>.
/// Ordinary extension methods rather than extension blocks: projects with an older language version can use them.</remarks>
internal static class FluentEmitter
{
    const string Symbolic = "global::DeepSharp.SymbolicTensor";

    /// <summary>A file of its own: the methods of DeepSharp's layers stand in namespace DeepSharp, so that one using is enough.</summary>
    public static string Methods(TypeModel t)
    {
        var b = new StringBuilder(ConfigurationEmitter.Header);
        if (t.Namespace.Length > 0 && t.Namespace != t.FluentNamespace) b.Append($"using {t.Namespace};\n\n");
        if (t.FluentNamespace.Length > 0) b.Append($"namespace {t.FluentNamespace};\n");
        Append(b, t);
        return b.ToString();
    }

    static void Append(StringBuilder b, TypeModel t)
    {
        b.Append(t.Functions is not null ? $"\nstatic partial class {t.Functions}\n{{\n"
            : $"\n/// <summary>Adds <see cref=\"{t.Name}\"/> to models and symbolic tensors.</summary>\n{t.Accessibility} static class {t.Name}Methods\n{{\n");
        if (t.Functions is not null) Function(b, t);
        else
        {
            var stack = Receiver(t, "stack");
            Method(b, t, $"<typeparam name=\"TStack\">The model's type.</typeparam>", "TStack", stack, "The model that gets the layer.", "The model.",
                $"TStack {t.ClassName}<TStack>(this TStack {stack}", " where TStack : global::DeepSharp.ILayerStack<TStack>", l => $"{stack}.Add({l})");
            var input = Receiver(t, "input");
            b.Append('\n');
            Method(b, t, null, Symbolic, input, "The tensor the layer is applied to.", "The layer's output.",
                $"{Symbolic} {t.ClassName}(this {Symbolic} {input}", "", l => $"{l}.Apply({input})");
        }
        b.Append("}\n");
    }

    static void Function(StringBuilder b, TypeModel t)
    {
        var inputs = Receiver(t, "inputs");
        Method(b, t, null, Symbolic, inputs, "The tensors.", "The layer's output.", $"{Symbolic} {t.ClassName}({Symbolic}[] {inputs}", "", l => $"{l}.Apply({inputs})");
        if (t.Parameters.Any(p => p.Default is null)) return;
        b.Append($"\n    /// <summary>{Summary(t)}</summary>\n    /// <param name=\"inputs\">The tensors.</param>\n    /// <returns>The layer's output.</returns>\n")
            .Append($"    {t.Accessibility} static {Symbolic} {t.ClassName}(params global::System.ReadOnlySpan<{Symbolic}> inputs) => new {t.FullName}().Apply(inputs.ToArray());\n");
    }

    static void Method(StringBuilder b, TypeModel t, string? extraDoc, string receiverType, string receiver, string receiverDoc, string returns,
        string head, string constraint, Func<string, string> use)
    {
        b.Append($"    /// <summary>{Summary(t)}</summary>\n");
        if (extraDoc is not null) b.Append($"    /// {extraDoc}\n");
        b.Append($"    /// <param name=\"{receiver}\">{receiverDoc}</param>\n");
        foreach (var p in t.Parameters)
            b.Append($"    /// <param name=\"{p.Name}\">{(p.Doc.Length == 0 ? $"As for <see cref=\"{t.Name}\"/>." : p.Doc)}</param>\n");
        // A `params` list must stay last, so such a layer is named with `new X(…) { Name = … }`.
        var named = !t.Parameters.Any(p => p.IsParams);
        if (named)
            b.Append("    /// <param name=\"name\">The layer's name; made from the type if null.</param>\n")
                .Append("    /// <param name=\"dtype\">The layer's dtype policy; the global one if null.</param>\n");
        b.Append($"    /// <returns>{returns}</returns>\n    {t.Accessibility} static {head}");
        foreach (var p in t.Parameters)
            b.Append($", {(p.IsParams ? "params " : "")}{p.Type} {CSharp.Identifier(p.Name)}{(p.Default is null ? "" : $" = {p.Default}")}");
        var layer = $"new {t.FullName}({string.Join(", ", t.Parameters.Select(p => CSharp.Identifier(p.Name)))})";
        b.Append($"{(named ? ", string? name = null, global::DeepSharp.DTypePolicy? dtype = null" : "")}){constraint}\n        => {use(named ? $"{layer} {{ Name = name, DTypePolicy = dtype }}" : layer)};\n");
    }

    static string Summary(TypeModel t) => t.Summary.Length == 0 ? $"Applies <see cref=\"{t.Name}\"/>." : Docs.WithoutParameters(t.Summary, n => $"<c>{n}</c>");

    static string Receiver(TypeModel t, string name) => t.Parameters.Any(p => p.Name == name) ? name + "_" : name;
}
