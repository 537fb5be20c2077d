#:project ../DeepSharp.Models
// The functional API: one input, two convolutional paths, joined; and a sub-model that shares its weights.
//   dotnet run examples/functional_two_paths.cs
using DeepSharp;
using static DeepSharp.Vocabulary;

var (train, test) = Datasets.SyntheticDigits(6_000, seed: 3).Split(5_000);
var input = Input(28, 28, 1);
var fine = input.Conv2D(8, 3, padding: Same, activation: Relu).MaxPooling2D();
var coarse = input.Conv2D(8, 5, padding: Same, activation: Relu).MaxPooling2D();
var features = Concatenate(fine, coarse).Conv2D(16, 3, activation: Relu).MaxPooling2D().Flatten().Dense(32, activation: Relu, name: "features");
var model = new Model(input, features.Dense(10, activation: Softmax))
    .Compile(new Adam(3e-3), loss: SparseCategoricalCrossentropy, metrics: [Accuracy]);
model.Summary();
model.Fit(train, epochs: 3, batchSize: 64);
Console.WriteLine($"test accuracy: {model.Evaluate(test)["accuracy"]:0.0000}");

var encoder = new Model(input, features);               // the same layers, cut off before the last
DataSource images = test.Take(5);
Console.WriteLine($"features of five images: {encoder.Predict(images.X[0]).Shape}");
