using Microsoft.CodeAnalysis;

namespace DeepSharp.Tests.Generators;

public sealed class DiagnosticTests
{
    static void Reports(string id, string text, string source, string severity = "Error")
    {
        var found = new GeneratorRun("namespace DeepSharp;\n" + source).Reported;
        Assert.That(found.Select(d => (d.Id, d.Severity.ToString())), Is.EqualTo(new[] { (id, severity) }));
        Assert.That(found[0].GetMessage(), Does.Contain(text));
        Assert.That(found[0].Location.GetLineSpan().StartLinePosition.Line, Is.GreaterThan(0));
    }

    [Test]
    public void DS001_NotPartial() => Reports("DS001", "'A' must be partial", "[Configurable] public sealed class A();");

    [Test]
    public void DS002_ParameterWithoutDoc() => Reports("DS002", "Parameter 'y' of 'A' has no <param> doc", """
        /// <summary>A.</summary>
        /// <param name="x">X.</param>
        [Configurable] public sealed partial class A(int x, int y);
        """, "Warning");

    [TestCase("object"), TestCase("System.Func<int>"), TestCase("int[,]"), TestCase("System.Collections.Generic.IReadOnlyList<System.Uri>")]
    [TestCase("System.Uri?"), TestCase("(int, System.Uri)"), TestCase("System.Collections.Generic.Dictionary<int, int>"), TestCase("decimal")]
    public void DS003_TypeThatFilesCannotHold(string type) => Reports("DS003", "Parameter 'x' of 'A' has type", $"""
        /// <summary>A.</summary>
        /// <param name="x">X.</param>
        [Configurable] public sealed partial class A({type} x);
        """);

    [TestCase("int?"), TestCase("float"), TestCase("string[]"), TestCase("Size2D?"), TestCase("(int, double)?"), TestCase("int[][]"), TestCase("Layer")]
    [TestCase("System.Collections.Generic.IReadOnlyList<Layer>?"), TestCase("A?"), TestCase("LayerInputs"), TestCase("IConfigurable"), TestCase("System.Version")]
    [TestCase("Shape"), TestCase("Shape?"), TestCase("DType")]
    [TestCase("System.Collections.Generic.IReadOnlyDictionary<string, double>")]
    public void DS003_TypeThatFilesHold_IsNotReported(string type)
    {
        var run = new GeneratorRun($"""
            [assembly: DeepSharp.ConfigForeignType(typeof(System.Version))]
            namespace DeepSharp;
            /// <summary>A.</summary>
            /// <param name="x">X.</param>
            [Configurable] public sealed partial class A({type} x);
            """);
        Assert.That(run.Reported, Is.Empty);
        Assert.That(run.Compiled, Is.Empty);
    }

    [Test]
    public void DS004_NoPrimaryConstructor() => Reports("DS004", "without settings write 'A()'", "[Configurable] public sealed partial class A;");

    [TestCase("public partial class Outer { [Configurable] public sealed partial class A(); }")]
    [TestCase("[Configurable] public sealed partial class A<T>();"), TestCase("[Configurable] public abstract partial class A();")]
    [TestCase("[Configurable] public sealed partial record A();")]
    public void DS005_TypeThatCannotBeRebuilt(string source) => Reports("DS005", "'A' must be a class of its own", source);

    [Test]
    public void DS006_LayerAttributeOnAnotherType() => Reports("DS006", "'A' has [Layer]", "[Layer] public sealed partial class A();");

    [TestCase("[Configurable]", "", "int x, [ConfigKey(\"x\")] int y"), TestCase("[Layer]", ": Layer", "int y, int trainable")]
    public void DS007_KeyTaken(string attribute, string @base, string parameters) => Reports("DS007", "which is taken", $"""
        /// <summary>A.</summary>
        /// <param name="x">X.</param>
        /// <param name="y">Y.</param>
        /// <param name="trainable">T.</param>
        {attribute} public sealed partial class A({parameters}) {@base};
        """);

    [TestCase("int Go(Tensor x) => 1;", "it must return Tensor or Tensor[]")]
    [TestCase("Tensor Go(Tensor x, bool y) => x;", "the setting 'y' needs a default")]
    [TestCase("Tensor Go(Tensor x, System.Uri? y = null) => x;", "the type 'System.Uri?' of 'y' cannot stand in a file")]
    [TestCase("Tensor Go(Tensor x, bool training = false) => x;", "training is no argument of its own; ask CallContext.Training")]
    [TestCase("Tensor Go(Tensor x, int z = 1) => x;", "the argument 'z' has no <param> doc")]
    [TestCase("Tensor Go(Tensor? y = null) => y!;", "its first argument must be a tensor or a list of tensors without default")]
    public void DS009_MethodThatIsNoFormula(string method, string text) => Reports("DS009", $"[CallMethod] 'A.Go': {text}", $$"""
        /// <summary>A.</summary>
        [Layer] public sealed partial class A() : Layer
        {
            /// <summary>Go.</summary>
            /// <param name="x">X.</param>
            /// <param name="y">Y.</param>
            /// <param name="training">T.</param>
            [CallMethod] {{method}}
        }
        """);

    [Test]
    public void Reported_Errors_StopTheGenerationOfThatType()
        => Assert.That(new GeneratorRun("namespace DeepSharp; [Configurable] public sealed class A();").Sources, Is.Empty);
}
