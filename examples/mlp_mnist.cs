#:project ../DeepSharp.Models
// A multilayer perceptron on MNIST: dropout, early stopping, the best weights kept in a file.
//   dotnet run examples/mlp_mnist.cs [-- --data path/to/mnist] [--epochs 10]
using DeepSharp;
using static DeepSharp.Vocabulary;

string? Option(string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();
Seeds.Set(1);

var (train, test) = Datasets.Mnist(Option("--data"));
Sequential layers = [new DeepSharp.Layers.Flatten(), new DeepSharp.Layers.Dense(512, Relu), new DeepSharp.Layers.Dropout(0.2),
    new DeepSharp.Layers.Dense(512, Relu), new DeepSharp.Layers.Dropout(0.2), new DeepSharp.Layers.Dense(10, Softmax)];
var model = layers.Compile(new RMSprop(1e-3), loss: SparseCategoricalCrossentropy, metrics: [Accuracy]);

string best = Path.Combine(Path.GetTempPath(), "mlp_mnist.keras");
var history = model.Fit(train, batchSize: 128, epochs: int.Parse(Option("--epochs") ?? "10"), validationSplit: 0.1,
    callbacks: [new ModelCheckpoint(best, saveBestOnly: true), new EarlyStopping(patience: 2, restoreBestWeights: true)]);
Console.WriteLine($"best validation loss: {history["val_loss"].Min():0.0000}");
Console.WriteLine($"test accuracy: {Model.Load(best).Evaluate(test, batchSize: 250)["accuracy"]:0.0000}");
