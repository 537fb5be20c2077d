using DeepSharp.Onnx;
using DeepSharp.OnnxFormat;
using DeepSharp.Tests.Data;

namespace DeepSharp.Tests.Saving.Onnx;

/// <summary>The node tests that ONNX's Python package makes, those of quantized numbers and narrow integers among them.</summary>
public sealed class OnnxPackageTests
{
    private const string Writer = """
        import sys, onnx, numpy as np
        for name, kind in (('float', float), ('int', int), ('bool', bool), ('object', object)):
            if name not in np.__dict__: setattr(np, name, kind)
        from onnx import numpy_helper
        from onnx.backend.test.case import node
        folder = sys.argv[1]
        for case in node.collect_testcases(''):
            with open(f'{folder}/{case.name}.onnx', 'wb') as f: f.write(case.model.SerializeToString())
            inputs, outputs = case.data_sets[0]
            for kind, values in (('in', inputs), ('out', outputs)):
                for i, value in enumerate(values):
                    if not isinstance(value, (np.ndarray, np.generic)): continue
                    with open(f'{folder}/{case.name}.{kind}{i}', 'wb') as f: f.write(numpy_helper.from_array(np.asarray(value)).SerializeToString())
        """;

    /// <summary>What is not there, by the words in which it is refused.</summary>
    private static readonly string[] s_refusals =
    [
        "', which is not known",                // an operator
        "; known are bool, uint8, int32,",      // a type: text, uint64
        "; only tensors are read",              // sequences and optional values
        "opsets 7 to 25 are read", "its operator is read from opset",
        "it was exported in training mode",
        "lies beyond the data",                 // of a resize, which puts a number there
    ];

    /// <summary>Operators whose cases must all be read, by the beginnings of their names.</summary>
    private static readonly string[] s_quantized =
    [
        "test_quantizelinear", "test_dequantizelinear", "test_dynamicquantizelinear", "test_matmulinteger", "test_convinteger", "test_basic_convinteger",
        "test_qlinear",
    ];

    /// <summary>Cases that are refused or differ for a reason.</summary>
    private static readonly Dictionary<string, string> s_others = new()
    {
        ["test_adam_multiple"] = "was computed with an ε of which its node does not tell",
        ["test_cast_BFLOAT16_to_FLOAT"] = "has bfloat16 as whole numbers in the package",
        ["test_cast_FLOAT_to_BFLOAT16"] = "has bfloat16 as whole numbers in the package",
        ["test_castlike_BFLOAT16_to_FLOAT"] = "is given another shape than its model says",
        ["test_castlike_BFLOAT16_to_FLOAT_expanded"] = "is given another shape than its model says",
        ["test_castlike_FLOAT_to_BFLOAT16"] = "is given another shape than its model says",
        ["test_castlike_FLOAT_to_BFLOAT16_expanded"] = "is given another shape than its model says",
    };

    [Test]
    public void Run_TheCasesOfThePackage_GiveItsResults()
    {
        using var folder = new TemporaryFolder();
        OutsideProgram.Python(Writer, "onnx", folder.Path);
        var (failed, refused, passed, quantized) = (new List<string>(), new List<string>(), 0, 0);
        foreach (string path in Directory.EnumerateFiles(folder.Path, "*.onnx").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            bool isQuantized = s_quantized.Any(name.StartsWith);
            try
            {
                var model = OnnxModel.Read(new MemoryStream(File.ReadAllBytes(path)), null, name);
                var expected = Tensors(folder, $"{name}.out");
                if (OnnxNodeTests.Difference(expected, model.Apply(Tensors(folder, $"{name}.in"))) is { } why) failed.Add($"{name}: {why}");
                else passed++;
                if (isQuantized) quantized++;
            }
            catch (Exception e) when (!isQuantized && s_refusals.Any(e.Message.Contains)) { refused.Add($"{name}: {e.Message}"); }
            catch (Exception e) when (e is InvalidDataException or DeepSharpException) { failed.Add($"{name}: {e.Message}"); }
        }
        TestContext.Out.WriteLine($"{passed} cases of the onnx package passed, {refused.Count} refused");
        Assert.That(failed.Where(f => !s_others.ContainsKey(f.Split(':')[0])), Is.Empty, string.Join('\n', failed));
        Assert.That(refused, Has.Count.LessThan(passed / 4), string.Join('\n', refused));
        Assert.That((passed > 500, quantized >= 13), Is.EqualTo((true, true)), $"{passed} passed, {quantized} of quantized numbers");
    }

    private static Tensor[] Tensors(TemporaryFolder folder, string prefix) =>
        [.. Enumerable.Range(0, 100).Select(i => folder.File($"{prefix}{i}")).TakeWhile(File.Exists)
            .Select(p => OnnxTensors.Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(p)), null))];
}
