using System.Reflection;
using DeepSharp.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepSharp.Tests.Generators;

/// <summary>Compiles a source text with the generators, against the framework and the configuration contract.</summary>
internal sealed class GeneratorRun
{
    /// <summary>The little of the layer classes that generated code touches; in the compilation these win over the real ones.</summary>
    public const string StandIns = """
        #nullable enable
        using System.Collections.Generic;
        namespace DeepSharp;
        public sealed class SymbolicTensor;
        public interface ILayerStack<TSelf> { TSelf Add(Layer layer); }
        public abstract class Layer : IConfigurable
        {
            public string? Name { get; init; }
            public DTypePolicy? DTypePolicy { get; init; }
            public bool Trainable { get; set; } = true;
            public abstract string TypeName { get; }
            public abstract IReadOnlyList<ConfigEntry> Config { get; }
            protected IEnumerable<ConfigEntry> BaseConfig() => [new("name", Name), new("trainable", Trainable)];
            protected void ReadBaseConfig(ConfigReader reader) { reader.Get<string?>("name", null); Trainable = reader.Get("trainable", true); }
            public SymbolicTensor Apply(params SymbolicTensor[] inputs) => new();
        }
        public sealed class Stack : ILayerStack<Stack>
        {
            public List<Layer> Layers { get; } = [];
            public Stack Add(Layer layer) { Layers.Add(layer); return this; }
        }
        """;

    readonly CSharpCompilation _output;

    /// <param name="source">The text.</param>
    /// <param name="docs">Whether the project writes a doc file.</param>
    /// <param name="standIns">Whether the stand-ins are in the same assembly.</param>
    /// <param name="reference">An assembly compiled before.</param>
    public GeneratorRun(string source, bool docs = true, bool standIns = true, GeneratorRun? reference = null)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, docs ? DocumentationMode.Diagnose : DocumentationMode.None);
        var files = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(f) is "DeepSharp.Core.dll" or "DeepSharp.Layers.dll" or "netstandard.dll");
        string[] texts = standIns ? [StandIns, source] : [source];
        var input = CSharpCompilation.Create(reference is null ? "Sample" : "Second", texts.Select(t => CSharpSyntaxTree.ParseText(t, options)),
            [.. files.Select(f => MetadataReference.CreateFromFile(f)), .. reference is null ? Array.Empty<MetadataReference>() : [reference._output.ToMetadataReference()]],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var driver = CSharpGeneratorDriver.Create([new ConfigurationGenerator().AsSourceGenerator(), new KernelGenerator().AsSourceGenerator(),
            new OnnxGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(input, out var output, out var diagnostics);
        _output = (CSharpCompilation)output;
        Reported = diagnostics;
        Sources = driver.GetRunResult().GeneratedTrees.ToDictionary(t => Path.GetFileName(t.FilePath), t => t.ToString());
    }

    /// <summary>What the generators reported.</summary>
    public IReadOnlyList<Diagnostic> Reported { get; }

    /// <summary>The generated files by name.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; }

    /// <summary>What the compiler says about source and generated code together, without missing docs of the stand-ins (CS1591)
    /// and their shadowing of the real classes (CS0436).</summary>
    public IReadOnlyList<Diagnostic> Compiled => [.. _output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id is not ("CS1591" or "CS0436"))];

    /// <summary>The compiled assembly, loaded.</summary>
    public Assembly Load()
    {
        using var stream = new MemoryStream();
        var result = _output.Emit(stream);
        Assert.That(result.Success, Is.True, string.Join("\n", result.Diagnostics));
        return Assembly.Load(stream.ToArray());
    }
}
