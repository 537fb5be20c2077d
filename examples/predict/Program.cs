// Loads a model and predicts the samples of standard input, one a line: numbers separated by spaces or commas, in row-major order.
//   dotnet publish -c Release examples/predict -r linux-x64 -o out && echo "5.1 3.5 1.4 0.2" | out/predict iris.keras
using System.Globalization;
using DeepSharp;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: predict MODEL < SAMPLES");
    return 2;
}
try
{
    var model = Model.Load(args[0], compile: false);
    var shape = model.Input.Shape[1..];
    for (int number = 1; Console.ReadLine() is { } line; number++)
    {
        var values = Array.ConvertAll(line.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries), Number);
        if (values.Length != shape.Count)
            throw new FormatException($"Line {number}: a sample {shape} has {shape.Count} numbers, but there are {values.Length}.");
        var output = model.PredictOnBatch(Tensor.From(values, [1, .. shape], Device.Cpu).Cast(model.Input.DType));
        Console.WriteLine(string.Join(' ', output.ToFloats().Select(v => v.ToString(CultureInfo.InvariantCulture))));

        float Number(string text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw new FormatException($"Line {number}: '{text}' is not a number.");
    }
    return 0;
}
catch (Exception e) when (e is DeepSharpException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
