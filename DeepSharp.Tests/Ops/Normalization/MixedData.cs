namespace DeepSharp.Tests;

/// <summary>Ops whose data has 16 bits while their parameters are float32.</summary>
internal static class MixedData
{
    /// <summary>Results are those in float32, the data's rounded once: of the op, of its composition, and of the op in a compiled step.</summary>
    public static void Check(Op op, params Tensor[] inputs)
    {
        var type = inputs[0].DType;
        var wide = op.ApplyAll(Array.ConvertAll(inputs, x => x.Cast(DType.Float32)));
        Tensor[] expected = [wide[0].Cast(type), .. wide[1..]];
        Close.Identical($"{op}", expected, op.ApplyAll(inputs));
        Close.Same($"{op}: composition", expected, op.Compose(inputs)!, type == DType.BFloat16 ? 1.0 / 128 : 1.0 / 1024);
        var program = Program.Compile(Device.Cpu, Array.ConvertAll(inputs, x => x.Spec), x => op.ApplyAll(x));
        Close.Identical($"{op}: step", expected, program.Run(inputs));
    }
}
