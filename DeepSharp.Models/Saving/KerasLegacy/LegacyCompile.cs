using Newtonsoft.Json.Linq;

namespace DeepSharp;

/// <summary>Rewrites how a model of Keras 1 or 2 was compiled into the form of Keras 3.</summary>
internal static class LegacyCompile
{
    // What only told how to compute, and Nadam's 0.96^(0.004 t), which is fixed in Keras 3.
    private static readonly string[] s_dropped = ["is_legacy_optimizer", "jit_compile", "schedule_decay"];

    /// <summary>The compile_config for a training_config.</summary>
    public static JObject Upgrade(JObject training)
    {
        var compile = new JObject();
        foreach (string key in (string[])["loss", "loss_weights", "metrics", "weighted_metrics"])
            compile[key] = training[key]?.DeepClone() ?? JValue.CreateNull();
        if (training["optimizer_config"] is not JObject optimizer || optimizer["config"] is not JObject)
            throw new InvalidDataException("its training_config has no optimizer. Load it with compile: false.");
        compile["optimizer"] = Optimizer((JObject)optimizer.DeepClone());
        return compile;
    }

    private static JObject Optimizer(JObject optimizer)
    {
        var config = (JObject)optimizer["config"]!;
        if (config["lr"] is { } rate)
        {
            config["learning_rate"] = rate;
            config.Remove("lr");
        }
        foreach (string key in s_dropped) config.Remove(key);
        if (config["epsilon"] is JValue { Value: null }) config.Remove("epsilon");
        if (config["decay"] is { } decay)
        {
            config.Remove("decay");
            // lr / (1 + decay · step)
            if (decay is not JValue { Value: 0.0 or 0L or null })
                config["learning_rate"] = new JObject
                {
                    ["class_name"] = "InverseTimeDecay",
                    ["config"] = new JObject { ["initial_learning_rate"] = config["learning_rate"], ["decay_steps"] = 1, ["decay_rate"] = decay },
                };
        }
        return optimizer;
    }
}
