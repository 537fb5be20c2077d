using System.Reflection;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests.Catalogue;

/// <summary>Every layer is tested by <see cref="LayerCheck"/>, which proves that it round-trips.</summary>
public sealed class LayerCatalogueTests
{
    private static readonly HashSet<Type> s_covered =
    [
        .. typeof(LayerCatalogueTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .SelectMany(m => m.GetCustomAttribute<CoversAttribute>()?.Types ?? []),
    ];

    /// <summary>The layers; where a model begins there is nothing to apply.</summary>
    private static IEnumerable<Type> Layers => typeof(Layer).Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(LayerAttribute), false) && t != typeof(DeepSharp.Layers.InputLayer)).OrderBy(t => t.Name);

    [Test]
    public void Catalogue_IsFound() => Assert.That(Layers, Has.Member(typeof(DeepSharp.Layers.Dense)).And.Member(typeof(DeepSharp.Layers.Conv2D)));

    [TestCaseSource(nameof(Layers))]
    public void Layer_HasATest(Type type) => Assert.That(
        s_covered, Has.Member(type), $"No test checks {type.Name}: write one that calls LayerCheck.Run and mark it [Covers(typeof({type.Name}))].");

    [TestCaseSource(nameof(WithGoldenValues))]
    public void Layer_HasGoldenValues(Type type) => Assert.That(
        s_golden, Has.Member(ConfigRegistry.Find(type)!.ClassName), $"No golden file holds values of {type.Name} made by another implementation: add a case, see tools/golden/README.md.");

    /// <summary>Texts and their hashes do not fit into the files: the tests of these layers hold the values that TensorFlow publishes.</summary>
    private static IEnumerable<Type> WithGoldenValues => Layers.Except(
        [typeof(DeepSharp.Layers.TextVectorization), typeof(DeepSharp.Layers.StringLookup), typeof(DeepSharp.Layers.Hashing), typeof(DeepSharp.Layers.HashedCrossing)]);

    /// <summary>The classes in the golden files, those inside wrappers too.</summary>
    private static readonly HashSet<string> s_golden =
        [.. LayerGoldenTests.Cases.SelectMany(c => c.Case.Attribute<JObject>("layer")!.DescendantsAndSelf().OfType<JObject>()).Select(o => (string?)o["class_name"] ?? "")];

    [TestCaseSource(nameof(Layers))]
    public void Layer_IsRegistered(Type type) => Assert.That(ConfigRegistry.Find(type)?.Module, Is.EqualTo("keras.layers").Or.StartsWith("keras_hub.src.layers.modeling."));
}
