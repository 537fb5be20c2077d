using System.Reflection;

namespace DeepSharp.Tests.Generators;

public sealed class LayerGeneratorTests
{
    const string Conv = """
        namespace DeepSharp;
        public enum Edge { Valid, Same }

        /// <summary>Convolves, see <see cref="Edge"/>.</summary>
        /// <param name="filters">Number of output channels.</param>
        /// <param name="kernelSize">The window.</param>
        /// <param name="strides">The step; <paramref name="kernelSize"/> is not changed.</param>
        /// <param name="padding">What happens at the edge.</param>
        /// <param name="rate">A rate.</param>
        [Layer, UnusedKey("use_cudnn", "auto", true), UnusedKey("area", Derived = true)]
        public sealed partial class SampleConv(int filters, Size2D kernelSize, [DefaultsTo("kernelSize")] Size2D? strides = null,
            [ConfigKey("pad")] Edge padding = Edge.Valid, double rate = 1e-3) : Layer
        {
            public int Area => Filters * KernelSize.H * Strides.W;
        }

        public static class Use
        {
            public static string Text => new Stack().SampleConv(8, 3, padding: Edge.Same).SampleConv(4, (3, 5), 2, name: "second").Layers[1].ToString() + " " +
                new Stack().SampleConv(8, 3, padding: Edge.Same, rate: 0.5).Layers[0];
            public static string? Name => new Stack().SampleConv(4, (3, 5), 2, name: "second").Layers[0].Name;
            public static SymbolicTensor Chain(SymbolicTensor x) => x.SampleConv(4, 3).SampleConv(4, 3, name: "b");
        }
        """;

    [Test]
    public void Layer_PrimaryConstructor_GivesMembersAndFluentMethods()
    {
        var run = new GeneratorRun(Conv);
        Assert.That(run.Reported, Is.Empty);
        Assert.That(run.Compiled, Is.Empty);
        var use = run.Load().GetType("DeepSharp.Use")!;
        Assert.That(use.GetProperty("Text")!.GetValue(null), Is.EqualTo("SampleConv(4, (3, 5), strides: (2, 2)) SampleConv(8, (3, 3), padding: Same, rate: 0.5)"));
        Assert.That(use.GetProperty("Name")!.GetValue(null), Is.EqualTo("second"));
    }

    [Test]
    public void Layer_Config_StartsWithTheBaseAndRoundTrips()
    {
        var assembly = new GeneratorRun(Conv).Load();
        var type = assembly.GetType("DeepSharp.SampleConv")!;
        var same = Enum.Parse(assembly.GetType("DeepSharp.Edge")!, "Same");
        var layer = (IConfigurable)Activator.CreateInstance(type, 8, new Size2D(3, 5), null, same, 0.25)!;
        Assert.That(layer.Config.Select(e => e.Key), Is.EqualTo(new[] { "name", "trainable", "filters", "kernel_size", "strides", "pad", "rate" }));
        var plain = ConfigTree.Plain(layer);
        Assert.That(plain.Config.Skip(2).Select(e => e.Value), Is.EqualTo(new object[] { 8L, new[] { 3L, 5L }, new[] { 3L, 5L }, "same", 0.25 }));
        var back = (IConfigurable)FromConfig(type, plain);
        Assert.That(ConfigTree.Same(layer, back), Is.True);
        Assert.That(type.GetProperty("Area")!.GetValue(back), Is.EqualTo(8 * 3 * 5));
    }

    [Test]
    public void Layer_ExtraSetting_IsWrittenOnlyWhereItIsNotItsDefault()
    {
        var type = new GeneratorRun("""
            namespace DeepSharp;
            /// <summary>Looks.</summary>
            /// <param name="units">A number.</param>
            /// <param name="peephole">A choice that Keras does not have.</param>
            [Layer]
            public sealed partial class Looker(int units, [ExtraSetting] bool peephole = false) : Layer;
            """).Load().GetType("DeepSharp.Looker")!;
        IConfigurable Make(bool peephole) => (IConfigurable)Activator.CreateInstance(type, 3, peephole)!;
        Assert.That(Make(false).Config.Select(e => e.Key), Is.EqualTo(new[] { "name", "trainable", "units" }));
        Assert.That(Make(true).Config.Select(e => e.Key), Is.EqualTo(new[] { "name", "trainable", "units", "peephole" }));
        Assert.That(ConfigTree.Same(Make(true), FromConfig(type, ConfigTree.Plain(Make(true)))), Is.True);
    }

    [Test]
    public void Layer_UnusedKey_IsAcceptedOnlyWithoutEffect()
    {
        var type = new GeneratorRun(Conv).Load().GetType("DeepSharp.SampleConv")!;
        ConfigEntry[] needed = [new("filters", 1L), new("kernel_size", 3L)];
        ConfigObject With(object value) => new("keras.layers", "SampleConv", [.. needed, new("use_cudnn", value)]);
        Assert.That(FromConfig(type, With("auto")).ToString(), Is.EqualTo("SampleConv(1, (3, 3))"));
        var error = Assert.Throws<TargetInvocationException>(() => FromConfig(type, With(false)))!.InnerException as ConfigException;
        Assert.That(error?.Message, Is.EqualTo("SampleConv: key 'use_cudnn' is false, a setting of Keras that this class does not have; "
            + "it is read only as null or \"auto\" or true."));
    }

    [Test]
    public void Layer_DerivedKey_IsAcceptedWithAnyValue()
    {
        var type = new GeneratorRun(Conv).Load().GetType("DeepSharp.SampleConv")!;
        ConfigObject With(object? value) => new("keras.layers", "SampleConv", [new("filters", 1L), new("kernel_size", 3L), new("area", value)]);
        foreach (var value in new object?[] { 9L, "nine", null }) Assert.That(FromConfig(type, With(value)).ToString(), Is.EqualTo("SampleConv(1, (3, 3))"));
    }

    [Test]
    public void Layer_Docs_AreCopiedToPropertiesAndMethods([Values] bool docs)
    {
        var sources = new GeneratorRun(Conv, docs: docs).Sources;
        var text = sources["DeepSharp.SampleConv.g.cs"] + sources["DeepSharp.SampleConv.Methods.g.cs"];
        Assert.That(text, Does.Contain("/// <summary>The step; <see cref=\"KernelSize\"/> is not changed.</summary>\n    public global::DeepSharp.Size2D Strides"));
        Assert.That(text, Does.Contain("/// <param name=\"filters\">Number of output channels.</param>"));
        Assert.That(text, Does.Contain("/// <param name=\"strides\">The step; <paramref name=\"kernelSize\" /> is not changed.</param>"));
    }

    [Test]
    public void Layer_ParameterUsedBesideItsProperty_GivesCS9124()
    {
        var run = new GeneratorRun("""
            namespace DeepSharp;
            /// <summary>Sample.</summary>
            /// <param name="units">Size.</param>
            [Layer] public sealed partial class Twice(int units) : Layer { public int Double() => 2 * units; }
            """);
        Assert.That(run.Compiled.Select(d => d.Id), Is.EqualTo(new[] { "CS9124" }));
    }

    [Test]
    public void Layer_ManyInputs_BecomesAFunction()
    {
        var run = new GeneratorRun("""
            using static DeepSharp.LayerFunctions;
            namespace DeepSharp
            {
                /// <summary>Joins.</summary>
                /// <param name="axis">The axis.</param>
                [Layer(Inputs = LayerInputs.Many)] public sealed partial class Join(int axis = -1) : Layer;
            }
            namespace Elsewhere
            {
                using DeepSharp;
                public static class Use
                {
                    public static object Both(SymbolicTensor a, SymbolicTensor b) => new[] { Join(a, b), Join([a, b], axis: 1, name: "j"), Join(new[] { a, b }) };
                }
            }
            """);
        Assert.That(run.Reported, Is.Empty);
        Assert.That(run.Compiled, Is.Empty);
        Assert.That(run.Sources["DeepSharp.Join.g.cs"], Does.Not.Contain("TStack"));
    }

    [Test]
    public void Layer_ManyInputsInASecondAssembly_DoesNotClash()
    {
        const string join = """
            namespace NS;
            /// <summary>Joins.</summary>
            [DeepSharp.Layer(Inputs = DeepSharp.LayerInputs.Many)] public sealed partial class CLASS() : DeepSharp.Layer;
            """;
        var first = new GeneratorRun(join.Replace("NS", "DeepSharp.First").Replace("CLASS", "Join"), standIns: false);
        var run = new GeneratorRun(join.Replace("NS", "DeepSharp.First").Replace("CLASS", "Meet") + """
            public static class Use
            {
                public static object Both(DeepSharp.SymbolicTensor a) => new[] { JoinFunctions.Join(a, a), MeetFunctions.Meet(a, a) };
            }
            """, standIns: false, reference: first);
        Assert.That(first.Compiled, Is.Empty);
        Assert.That(run.Compiled, Is.Empty);
    }

    [Test]
    public void Layer_InGlobalNamespace_Compiles()
    {
        var run = new GeneratorRun("""
            /// <summary>Sample.</summary>
            [DeepSharp.Layer(Inputs = DeepSharp.LayerInputs.Many)] public sealed partial class Join() : DeepSharp.Layer;
            /// <summary>Sample.</summary>
            /// <param name="class">A parameter named like a keyword.</param>
            [DeepSharp.Layer] internal sealed partial class Keep(int @class = 1) : DeepSharp.Layer;
            """);
        Assert.That(run.Reported, Is.Empty);
        Assert.That(run.Compiled, Is.Empty);
    }

    [Test]
    public void Layer_MembersWrittenByHandOrInherited_AreLeftAlone()
    {
        var run = new GeneratorRun("""
            namespace DeepSharp;
            public abstract class Sized(int units) : Layer { /// <summary>Size.</summary>
                public int Units { get; } = units; }
            /// <summary>Sample.</summary>
            /// <param name="units">Size.</param>
            /// <param name="rate">Rate.</param>
            [Layer] public sealed partial class Own(int units, double rate = 1) : Sized(units)
            {
                /// <summary>Rate, which may change.</summary>
                public double Rate { get; set; } = rate;
                /// <inheritdoc/>
                public override string ToString() => "mine " + Units;
            }
            public static class Use { public static string Text => new Stack().Own(3).Layers[0].ToString()!; }
            """);
        Assert.That(run.Reported, Is.Empty);
        Assert.That(run.Compiled, Is.Empty);
        Assert.That(run.Load().GetType("DeepSharp.Use")!.GetProperty("Text")!.GetValue(null), Is.EqualTo("mine 3"));
    }

    [Test]
    public void Layer_NoInputs_HasNoFluentMethod()
    {
        var run = new GeneratorRun("""
            namespace DeepSharp;
            /// <summary>Sample.</summary>
            [Layer(Inputs = LayerInputs.None)] public sealed partial class Source() : Layer;
            """);
        Assert.That(run.Compiled, Is.Empty);
        Assert.That(run.Sources["DeepSharp.Source.g.cs"], Does.Not.Contain("SymbolicTensor").And.Not.Contain("TStack"));
    }

    [Test]
    public void Layer_ParamsList_StaysLastInFluentMethods()
    {
        var run = new GeneratorRun("""
            namespace DeepSharp;
            /// <summary>Sample.</summary>
            /// <param name="dims">New order.</param>
            [Layer] public sealed partial class Order(params int[] dims) : Layer;
            public static class Use { public static string Text => new Stack().Order(2, 1).Layers[0].ToString()!; }
            """);
        Assert.That(run.Compiled, Is.Empty);
        Assert.That(run.Load().GetType("DeepSharp.Use")!.GetProperty("Text")!.GetValue(null), Is.EqualTo("Order([2, 1])"));
    }

    [Test]
    public void Layer_OfAnotherNamespace_IsRegisteredInTheCustomPackage()
    {
        var run = new GeneratorRun("""
            using DeepSharp;
            namespace Mine;
            /// <summary>Sample.</summary>
            [Layer] public sealed partial class OwnLayer() : Layer;
            /// <summary>Sample.</summary>
            [Layer(Package = "zoo", Name = "Lion", Aliases = ["cat"])] public sealed partial class OtherLayer() : Layer;
            """);
        Assert.That(run.Compiled, Is.Empty);
        const string function = "new global::System.Func<global::DeepSharp.ConfigReader, global::DeepSharp.IConfigurable>";
        var text = run.Sources["ConfigRegistration.g.cs"];
        Assert.That(text, Does.Contain($"\"OwnLayer\", null, {function}(global::Mine.OwnLayer.FromConfig)) {{ Package = \"Custom\", }}"));
        Assert.That(text, Does.Contain(
            $"\"Lion\", null, {function}(global::Mine.OtherLayer.FromConfig)) {{ Package = \"zoo\", Aliases = new string[] {{ \"cat\" }}, }}"));
    }

    static object FromConfig(Type type, ConfigObject config) => type.GetMethod("FromConfig")!.Invoke(null, [new ConfigReader(config)])!;
}
