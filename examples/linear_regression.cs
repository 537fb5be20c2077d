#:project ../DeepSharp.Models
// The smallest model there is: y = 2x₁ − 3x₂ + 1, found again from noisy samples.
//   dotnet run examples/linear_regression.cs
using DeepSharp;

var x = Tensor.RandomNormal([1_000, 2], seed: 1);
var noise = Tensor.RandomNormal([1_000, 1], seed: 2) * 0.1;
var y = x.MatMul(new float[,] { { 2 }, { -3 } }) + 1 + noise;

var model = new Sequential([2]).Dense(1).Compile(new SGD(0.1), loss: "mse");
model.Fit((x, y), epochs: 20, verbose: Verbosity.Silent);

float[] kernel = model.Weights[0].Value.ToFloats(), bias = model.Weights[1].Value.ToFloats();
Console.WriteLine($"y = {kernel[0]:0.00}·x1 + {kernel[1]:0.00}·x2 + {bias[0]:0.00}");
Console.WriteLine($"loss: {model.Evaluate((x, y))["loss"]:0.0000} (the noise alone gives 0.0100)");
