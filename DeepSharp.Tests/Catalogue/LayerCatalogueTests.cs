using System.Reflection;

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

    [TestCaseSource(nameof(Layers))]
    public void Layer_IsRegistered(Type type) => Assert.That(ConfigRegistry.Find(type)?.Module, Is.EqualTo("keras.layers").Or.StartsWith("keras_hub.src.layers.modeling."));
}
