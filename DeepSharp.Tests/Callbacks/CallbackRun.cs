using DeepSharp.Losses;

namespace DeepSharp.Tests;

/// <summary>Small trainings in which the results that callbacks see are given.</summary>
internal static class CallbackRun
{
    /// <summary>A model of one weight, not zero, that is trained on two batches an epoch.</summary>
    public static Sequential Model(Optimizer? optimizer = null, MetricSet? metrics = null)
    {
        var model = new Sequential([1]).Dense(1, useBias: false, kernelInitializer: new Initializers.Constant(0.5));
        model.Compile(optimizer ?? new SGD(0.01), loss: new MeanSquaredError(), metrics: metrics ?? []);
        return model;
    }

    public static DataSource Data { get; } = (Tensor.From(new float[,] { { 1 }, { 2 }, { 3 }, { 4 } }), Tensor.From(new float[,] { { 2 }, { 4 }, { 6 }, { 8 } }));

    /// <summary>Trains an epoch per value; callbacks see the value as the result of that name.</summary>
    public static History Epochs(Sequential model, string name, double[] values, params Callback[] callbacks)
    {
        var feed = new LambdaCallback(onEpochEnd: (epoch, logs) =>
        {
            if (!double.IsNegativeInfinity(values[epoch])) logs[name] = values[epoch];
        });
        return model.Fit(Data, batchSize: 2, epochs: values.Length, verbose: Verbosity.Silent, shuffle: false, callbacks: [feed, .. callbacks]);
    }

    public static float Weight(Model model) => (float)model.Weights[0].Value.Item();

    /// <summary>What is written to the console meanwhile.</summary>
    public static string Console(Action run)
    {
        var old = System.Console.Out;
        var text = new StringWriter { NewLine = "\n" };
        System.Console.SetOut(text);
        try { run(); }
        finally { System.Console.SetOut(old); }
        return text.ToString();
    }
}
