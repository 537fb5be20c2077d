#:project ../DeepSharp.Models
// Training by hand: a gradient tape, an optimizer, and a loop of your own over a dataset.
//   dotnet run examples/custom_training_loop.cs
using DeepSharp;
using static DeepSharp.Vocabulary;

var (train, test) = Datasets.SyntheticDigits(5_000, seed: 5).Split(4_000);
Model model = new Sequential([28, 28, 1]).Flatten().Dense(64, activation: Relu).Dense(10);
var loss = new DeepSharp.Losses.SparseCategoricalCrossentropy(fromLogits: true);
var optimizer = new Adam(1e-3);

var data = Dataset.From(train).Shuffle(4_000, seed: 1).Batch(50);
for (int epoch = 1; epoch <= 5; epoch++)
{
    double sum = 0;
    int batches = 0;
    foreach (var batch in data)
    {
        using var tape = new GradientTape();
        var value = loss.Apply(batch.Y[0], model.Apply(batch.X[0], training: true));
        var weights = model.TrainableWeights;
        optimizer.Apply(tape.Gradient(value, weights), weights);
        sum += value.Item();
        batches++;
    }
    Console.WriteLine($"epoch {epoch}: loss {sum / batches:0.0000}");
}

DataSource check = test;
var hits = Tensor.Equal(model.Apply(check.X[0]).ArgMax(-1), check.Y[0]);
Console.WriteLine($"test accuracy: {hits.Cast(DType.Float32).Mean().Item():0.0000}");
