#:project ../DeepSharp.Models
// The classic Conv-Pool-Dropout-Dense network on Fashion-MNIST (60,000 training and 10,000 test images).
//   dotnet run examples/fashion_mnist_cnn.cs                                   downloads the data once (30 MB)
//   dotnet run examples/fashion_mnist_cnn.cs -- --data path/to/fashion-mnist   takes it from a folder
using DeepSharp;
using static DeepSharp.Vocabulary;

string? Option(string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();
int epochs = int.Parse(Option("--epochs") ?? "12");
Seeds.Set(7);

var (train, test) = Datasets.FashionMnist(Option("--data"));
var model = new Sequential([28, 28, 1])
    .Conv2D(32, 3, activation: Relu)
    .Conv2D(64, 3, activation: Relu)
    .MaxPooling2D().Dropout(0.25)
    .Flatten().Dense(128, activation: Relu).Dropout(0.5)
    .Dense(10, activation: Softmax)
    .Compile(new Adam(1e-3), loss: SparseCategoricalCrossentropy, metrics: [Accuracy]);
model.Summary();
model.Fit(train, batchSize: 128, epochs: epochs, validation: test);
Console.WriteLine($"test accuracy: {model.Evaluate(test, batchSize: 250)["accuracy"]:0.0000}");
