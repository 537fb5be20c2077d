#:project ../DeepSharp.Models
// Few images, made more by changing them: moves inside the model, mixtures of two while the data is prepared.
//   dotnet run examples/image_augmentation.cs
using DeepSharp;
using static DeepSharp.Vocabulary;

Seeds.Set(3);
var (train, test) = Datasets.SyntheticDigits(2_300, seed: 1).Split(300);

Model Trained(bool augmented)
{
    var data = Dataset.From(train).Map((x, y) => (x, y.OneHot(10))).Shuffle(300, seed: 5).Batch(30);
    var model = new Sequential([28, 28, 1]);
    if (augmented)
    {
        data = data.Map(new DeepSharp.Layers.MixUp(0.2));                                      // on the thread that prepares batches
        model.RandomTranslation(0.1, 0.1, FillMode.Constant).RandomZoom(0.1, fillMode: FillMode.Constant)    // in the step, only in training
            .RandomErasing(0.5, (0.02, 0.15), valueRange: (0, 1));
    }
    model.Conv2D(16, 3, activation: Relu).MaxPooling2D().Conv2D(32, 3, activation: Relu).MaxPooling2D().Flatten().Dense(64, activation: Relu)
        .Dense(10, activation: Softmax).Compile(new Adam(2e-3), loss: CategoricalCrossentropy, metrics: [Accuracy]);
    model.Fit(data, epochs: 30, verbose: Verbosity.Silent);
    return model;
}

var held = Dataset.From(test).Map((x, y) => (x, y.OneHot(10))).Batch(250);
Console.WriteLine($"test accuracy without augmentation: {Trained(false).Evaluate(held, verbose: Verbosity.Silent)["accuracy"]:0.0000}");
Console.WriteLine($"test accuracy with augmentation:    {Trained(true).Evaluate(held, verbose: Verbosity.Silent)["accuracy"]:0.0000}");
