using DeepSharp.Hdf5;
using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>The <c>.h5</c> file of Keras 1 and 2: the configuration in attributes, the weights in groups.</summary>
internal static class LegacyFile
{
    private const string Config = "model_config", Training = "training_config";

    /// <summary>Reads a model.</summary>
    public static Model Read(Hdf5Group root, bool compile)
    {
        if (root.Attribute(Config) is not string text)
            throw new InvalidDataException("it holds weights but no model (it has no attribute model_config). Build the model and give it the weights"
                + " with LoadWeights.");
        if (KerasJson.Parse(text) is not JObject config) throw new InvalidDataException("its model_config is no model.");
        if (LegacyWeights.Find(root) is not { } group) throw new InvalidDataException("it has no group model_weights.");
        LegacyConfig.Upgrade(config);
        ChannelsFirst.Upgrade(config);
        if (compile && root.Attribute(Training) is string training)
            config["compile_config"] = LegacyCompile.Upgrade(KerasJson.Parse(training) as JObject
                ?? throw new InvalidDataException("its training_config is no object."));
        var weights = new LegacyWeights(group);
        Model model;
        using (new WeightLoading(weights.Room)) model = KerasJson.Read<Model>(config);
        weights.Load(model);
        return model;
    }
}
