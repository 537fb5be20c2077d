#:project ../DeepSharp.Models
// A convolutional network in ten lines: trained on digits the library draws itself, judged, saved, and loaded again.
//   dotnet run examples/quickstart.cs
using DeepSharp;
using static DeepSharp.Vocabulary;

var (train, test) = Datasets.SyntheticDigits(24_000, seed: 1).Split(20_000);
var model = new Sequential([28, 28, 1])
    .Conv2D(16, 5, activation: Relu).MaxPooling2D()
    .Conv2D(32, 3, activation: Relu).MaxPooling2D().Dropout(0.25)
    .Flatten().Dense(64, activation: Relu).Dense(10, activation: Softmax)
    .Compile(new Adam(2e-3), loss: SparseCategoricalCrossentropy, metrics: [Accuracy]);
model.Summary();
model.Fit(train, epochs: 5, batchSize: 64, validationSplit: 0.1);
Console.WriteLine($"test accuracy: {model.Evaluate(test, batchSize: 250)["accuracy"]:0.0000}");

string path = Path.Combine(Path.GetTempPath(), "digits.keras");
model.Save(path);
var again = Model.Load(path);
Console.WriteLine($"saved, loaded: {again.Evaluate(test, batchSize: 250)["accuracy"]:0.0000} from {path}");
