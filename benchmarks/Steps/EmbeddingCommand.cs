using DeepSharp.Cpu;

namespace DeepSharp.Benchmarks;

/// <summary><c>embedding [--threads N] [--rounds N]</c>: training steps of a classifier of 32 × 64 ids over a table of 50000 × 128, rule by rule.</summary>
/// <remarks>The rules in the first rows touch only the rows that a batch names; the others go through the whole table.</remarks>
internal static class EmbeddingCommand
{
    private const int Vocabulary = 50_000, Width = 128, Samples = 32, Length = 64;

    private static readonly Func<Optimizer>[] s_rules =
    [
        () => new SGD(0.01), () => new Adagrad(0.01), () => new Adam(1e-3, lazyRows: true),
        () => new SGD(0.01, momentum: 0.9), () => new SGD(0.01, globalClipnorm: 1), () => new Adam(1e-3), () => new AdamW(1e-3),
    ];

    public static int Run(StepOptions options)
    {
        if (options.Threads is { } threads) CpuPool.Threads = threads;
        DataSource batch = (Tensor.RandomIntegers([Samples, Length], 0, Vocabulary, seed: 1), Tensor.RandomIntegers([Samples], 0, 10, seed: 2));
        Console.WriteLine("| rule | ms | the table is updated |\n|---|---|---|");
        foreach (var rule in s_rules)
        {
            var model = new Sequential([Length]).Embedding(Vocabulary, Width).GlobalAveragePooling1D().Dense(10)
                .Compile(rule(), loss: new Losses.SparseCategoricalCrossentropy(fromLogits: true));
            void Step() => model.TrainOnBatch(batch);
            StepTiming.Warm(Step);
            double ms = StepTiming.Best(Step, 5, options.Rounds ?? 20);
            bool rows = model.TrainPrograms.Single().Listing.Any(op => op.Contains("_rows("));
            Console.WriteLine(FormattableString.Invariant($"| {model.Optimizer} | {ms:F3} | {(rows ? "rows" : "whole")} |"));
        }
        return 0;
    }
}
