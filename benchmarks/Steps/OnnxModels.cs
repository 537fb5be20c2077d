using Newtonsoft.Json.Linq;

namespace DeepSharp.Benchmarks;

/// <summary>The models as the peers' script exports them for ONNX Runtime, in a folder that goes with this object.</summary>
internal sealed class OnnxModels : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepsharp-onnx-").FullName;
    private JObject _inputs = [];

    /// <summary>Runs the export; null where it cannot.</summary>
    public static OnnxModels? Export(string script)
    {
        var models = new OnnxModels();
        if (Children.Output(Children.Python, [script, models._folder]) is null)
        {
            models.Dispose();
            return null;
        }
        models._inputs = JObject.Parse(File.ReadAllText(models.InputsFile));
        return models;
    }

    private string InputsFile => Path.Combine(_folder, "inputs.json");

    /// <summary>The folder, its list of models reduced to one; null where it has none of this name.</summary>
    public string? Only(string name)
    {
        if (_inputs[name] is not { } input) return null;
        File.WriteAllText(InputsFile, new JObject { [name] = input.DeepClone() }.ToString());
        return _folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
