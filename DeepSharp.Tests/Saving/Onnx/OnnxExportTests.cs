namespace DeepSharp.Tests.Saving.Onnx;

public sealed class OnnxExportTests
{
    private static IEnumerable<OnnxSample> Samples() => OnnxSamples.Layers().Concat(OnnxSamples.Nets());

    [TestCaseSource(nameof(Samples))]
    public void Export_ThenImport_PredictsTheSame(OnnxSample sample)
    {
        using var file = new MemoryStream();
        var model = sample.Make();
        DeepSharp.Onnx.OnnxExport.Write(file, model.ToOnnx());
        file.Position = 0;
        var again = OnnxModel.Read(file, null, "again");
        foreach (int batch in new[] { 2, 5 })
        {
            var inputs = sample.Inputs(batch);
            Close.Same(sample.Name, model.Apply(inputs, training: false), new TracedFunction(x => again.Apply(x)).Run(inputs), sample.Tolerance);
        }
    }
}
