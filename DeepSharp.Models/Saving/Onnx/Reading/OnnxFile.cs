using DeepSharp.OnnxFormat;
using Google.Protobuf;

namespace DeepSharp.Onnx;

/// <summary>Reads the protocol buffer of an ONNX file, within bounds.</summary>
internal static class OnnxFile
{
    /// <summary>Nested messages: a graph in an attribute of a node of a graph takes three.</summary>
    private const int MaxDepth = 64;

    /// <summary>Opsets of ONNX itself whose meaning is known.</summary>
    public const int FirstOpset = 7, LastOpset = 25;

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">It is no ONNX model, or of a version that is not known.</exception>
    public static ModelProto Read(Stream stream)
    {
        if (stream.Length > int.MaxValue)
            throw new InvalidDataException($"it has {stream.Length} bytes; a protocol buffer has at most {int.MaxValue}. Save the weights as external data.");
        if (stream.Length == 0) throw new InvalidDataException("it is empty.");
        using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, MaxDepth);
        ModelProto model;
        try { model = ModelProto.Parser.ParseFrom(input); }
        catch (InvalidProtocolBufferException e) { throw new InvalidDataException($"it is no ONNX model, or damaged: {e.Message}", e); }
        if (model.IrVersion is < 3 or > 13)
            throw new InvalidDataException(model.IrVersion == 0 ? "it is no ONNX model: it names no version of the format."
                : $"its format has version {model.IrVersion}; versions 3 to 13 are read.");
        if (model.Graph is null) throw new InvalidDataException("it has no graph.");
        return model;
    }

    /// <summary>The version of each domain's operators.</summary>
    public static Dictionary<string, int> Opsets(ModelProto model)
    {
        var opsets = new Dictionary<string, int>();
        foreach (var import in model.OpsetImport)
        {
            string domain = Domain(import.Domain);
            if (domain.Length == 0 && import.Version is < FirstOpset or > LastOpset)
                throw new InvalidDataException(
                    $"it is written for opset {import.Version} of ONNX; opsets {FirstOpset} to {LastOpset} are read. Convert it with onnx.version_converter.");
            opsets[domain] = (int)Math.Clamp(import.Version, 1, int.MaxValue);
        }
        return opsets;
    }

    /// <summary>One name for the domain of ONNX itself.</summary>
    public static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;
}
