using DeepSharp.Onnx;

namespace DeepSharp;

public partial class Model
{
    /// <summary>Writes what the model predicts as an ONNX graph, which many other programs run.</summary>
    /// <remarks>
    /// Opset 17. Open lengths of the inputs, such as the batch, stay open. Inputs and outputs are named after their layers and keep their order of axes;
    /// inside, images have their channels in front, as ONNX wants them, and are turned once on the way in and once on the way out. Weights are named
    /// by their paths. Optimizer, losses and metrics are not part of the file. <see cref="Load"/> reads it again, as an <see cref="OnnxModel"/>.
    /// </remarks>
    /// <param name="path">Where; must end in <c>.onnx</c>.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ModelFileException">The path has another ending, or the file cannot be written; an old file is unchanged then.</exception>
    /// <exception cref="DeepSharpException">The model has no weights yet, or does something that ONNX has no form for; the message names op and
    /// layer.</exception>
    public void ExportOnnx(string path, bool overwrite = true)
    {
        RequireEnding(path, ".onnx");
        var proto = ToOnnx();
        AtomicFile.Write(path, overwrite, stream => OnnxExport.Write(stream, proto));
    }

    /// <summary>The model as an ONNX graph.</summary>
    internal OnnxFormat.ModelProto ToOnnx()
    {
        var inputs = OnnxInputs();
        return OnnxExport.Write(this, inputs, count => [.. OnnxOutputs(count)], PredictStep);
    }

    private IReadOnlyList<(string, TensorSpec)> OnnxInputs()
    {
        if (Inputs.Count > 0) return [.. Inputs.Select(i => (i.Layer.Name, new TensorSpec(i.Shape, i.DType)))];
        if (BuildShapes is null)
            throw new DeepSharpException(
                $"Model '{Name}' cannot be exported to ONNX before its input shapes are known. Give "
                    + $"it an input shape, for example new Sequential([4]), or call it on data first.");
        return [.. BuildShapes
            .Select((s, i) => (BuildShapes.Length == 1 ? "input" : $"input_{i}", new TensorSpec(OpenBatch(s), BuildTypes?[i] ?? DType.Float32)))];
    }

    private IEnumerable<string> OnnxOutputs(int count) => this is OnnxModel onnx ? onnx.OutputNames
        : Outputs.Count == count ? Outputs.Select((o, i) => Outputs.Count(p => p.Layer == o.Layer) > 1 ? $"{o.Layer.Name}_{i}" : o.Layer.Name)
        : Enumerable.Range(0, count).Select(i => $"output_{i}");
}
