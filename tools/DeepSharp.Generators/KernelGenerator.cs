using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepSharp.Generators;

/// <summary>Fills the kernel tables: every class deriving from <c>CpuKernel&lt;TOp&gt;</c> or <c>CudaKernel&lt;TOp&gt;</c> is entered under its op.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class KernelGenerator : IIncrementalGenerator
{
    sealed record Kernel(string Device, string Namespace, string Op, string Type, Location Location);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var kernels = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is ClassDeclarationSyntax { BaseList: not null, TypeParameterList: null },
            static (found, cancel) => Find(found.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)found.Node, cancel)));
        context.RegisterSourceOutput(kernels.Where(static k => k is not null).Collect(), static (output, found) =>
        {
            // A partial class is met once for each of its parts.
            foreach (var device in found.OfType<Kernel>().GroupBy(k => k.Type).Select(g => g.First()).GroupBy(k => k.Device)) Emit(output, device.Key, [.. device]);
        });
    }

    static Kernel? Find(INamedTypeSymbol? type)
    {
        if (type is null or { IsAbstract: true } or { IsGenericType: true }) return null;
        for (var b = type.BaseType; b is not null; b = b.BaseType)
        {
            var device = b.OriginalDefinition.ToDisplayString() switch
            {
                "DeepSharp.Cpu.CpuKernel<TOp>" => "Cpu",
                "DeepSharp.Gpu.CudaKernel<TOp>" => "Cuda",
                _ => null,
            };
            // The table belongs to the assembly that declares the base class; kernels elsewhere are not entered.
            if (device is not null)
                return SymbolEqualityComparer.Default.Equals(b.ContainingAssembly, type.ContainingAssembly)
                    ? new(device, b.ContainingNamespace.ToDisplayString(), CSharp.Type(b.TypeArguments[0]), CSharp.Type(type), type.Locations[0]) : null;
        }
        return null;
    }

    static void Emit(SourceProductionContext output, string device, List<Kernel> kernels)
    {
        var b = new StringBuilder(ConfigurationEmitter.Header).Append($"namespace {kernels[0].Namespace};\n\ninternal static partial class {device}KernelTable\n{{\n");
        b.Append($"    static partial void Fill(global::System.Collections.Generic.Dictionary<global::System.Type, global::System.Func<{device}Kernel>> table)\n    {{\n");
        foreach (var op in kernels.GroupBy(k => k.Op).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var first = op.First();
            foreach (var other in op.Skip(1)) output.ReportDiagnostic(Diagnostic.Create(Diagnostics.TwoKernels, other.Location, first.Type, other.Type, op.Key));
            b.Append($"        table[typeof({op.Key})] = static () => new {first.Type}();\n");
        }
        output.AddSource($"{device}KernelTable.g.cs", SourceText.From(b.Append("    }\n}\n").ToString(), Encoding.UTF8));
    }
}
