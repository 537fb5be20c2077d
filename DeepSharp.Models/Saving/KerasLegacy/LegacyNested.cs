using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Renumbers the calls of models inside a functional model: before Keras 3 a model counted the call that made it as its first one.</summary>
internal static class LegacyNested
{
    /// <summary>Rewrites the places of outputs of inner models, where all of them are counted so.</summary>
    /// <param name="config">The settings of a functional model whose calls have been rewritten.</param>
    public static void Upgrade(JObject config)
    {
        var models = ((JArray)config["layers"]!).Where(l => (string?)(l["class_name"] as JValue) is "Sequential" or "Functional")
            .Select(l => (string?)(l["name"] as JValue)).ToHashSet();
        if (models.Count == 0) return;
        IEnumerable<JToken?> roots = [config["input_layers"], config["output_layers"], .. config["layers"]!.Select(l => l["inbound_nodes"])];
        var places = roots.OfType<JContainer>().SelectMany(r => r.DescendantsAndSelf()).OfType<JArray>()
            .Where(a => a is [JValue { Value: string name }, JValue { Value: long }, JValue { Value: long }] && models.Contains(name)).ToList();
        foreach (var ofModel in places.GroupBy(p => (string)p[0]!).Where(g => g.All(p => (long)p[1] > 0)))
            foreach (var place in ofModel) place[1] = (long)place[1] - 1;
    }
}
