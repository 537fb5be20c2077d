#:project ../DeepSharp.Models
// A small convolutional network leaves as an ONNX graph, which any runtime can run, comes back, is trained further on other digits, and leaves again.
//   dotnet run examples/onnx_roundtrip.cs
using DeepSharp;
using static DeepSharp.Vocabulary;

Seeds.Set(1);
string folder = Directory.CreateTempSubdirectory("onnx-").FullName, first = Path.Combine(folder, "digits.onnx"), second = Path.Combine(folder, "tuned.onnx");
var (train, test) = Datasets.SyntheticDigits(3_000, seed: 1).Split(2_500);
var model = new Sequential([28, 28, 1])
    .Conv2D(8, 5, activation: Relu).BatchNormalization().MaxPooling2D().Conv2D(16, 3, activation: Relu).MaxPooling2D().Flatten().Dense(10, activation: Softmax)
    .Compile(new Adam(3e-3), loss: SparseCategoricalCrossentropy, metrics: [Accuracy]);
model.Fit(train, epochs: 2, batchSize: 50, verbose: Verbosity.Silent);
Console.WriteLine($"trained here:        {model.Evaluate(test, batchSize: 250, verbose: Verbosity.Silent)["accuracy"]:0.000}");

// Weights are named by their paths, inputs and outputs by their layers; the batch stays open.
model.ExportOnnx(first);

// Any ONNX file is read this way, also other programs'. The weights are trainable.
var imported = OnnxModel.Load(first);
Console.WriteLine($"read from ONNX:      inputs {string.Join(", ", imported.Inputs.Select(i => i.Shape))}, {imported.CountParams()} numbers");
imported.Compile(new Adam(1e-3), loss: SparseCategoricalCrossentropy, metrics: [Accuracy]);
Console.WriteLine($"before fine-tuning:  {imported.Evaluate(test, batchSize: 250, verbose: Verbosity.Silent)["accuracy"]:0.000}");
imported.Fit(Datasets.SyntheticDigits(2_500, seed: 2), epochs: 2, batchSize: 50, verbose: Verbosity.Silent);
Console.WriteLine($"after fine-tuning:   {imported.Evaluate(test, batchSize: 250, verbose: Verbosity.Silent)["accuracy"]:0.000}");

imported.Save(second);
Console.WriteLine($"written again:       {new FileInfo(second).Length} bytes, {second}");
