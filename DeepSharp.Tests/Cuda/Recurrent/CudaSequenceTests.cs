namespace DeepSharp.Tests.Cuda;

/// <summary>Recurrent cells over all time steps and their gradients, both ways of running them.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class CudaSequenceTests
{
    // The last has too many units for one launch.
    private static readonly (int Time, int Batch, int Units)[] s_shapes = [(1, 9, 2), (4, 3, 5), (3, 8, 32), (2, 9, 33), (0, 2, 3), (3, 5, 130)];

    private static Tensor Sample(DType type, Shape shape, int seed) => Samples.Uniform(shape, -0.7, 0.7, seed).Cast(type);

    private static Tensor[] Mask(int time, int batch, bool masked) => masked ? [Samples.Bools([time, batch], seed: 9)] : [];

    [Test]
    public void Lstm_AgreesWithTheCpu([Values(DType.Float32, DType.Float64)] DType type, [Values] bool reverse, [Values] bool masked)
    {
        foreach (var (time, batch, units) in s_shapes)
        {
            Tensor[] mask = Mask(time, batch, masked), x =
            [
                Sample(type, [time, batch, 4 * units], 1), Sample(type, [batch, units], 2), Sample(type, [batch, units], 3),
                Sample(type, [units, 4 * units], 4), .. mask,
            ];
            var op = new LstmSequenceOp(reverse, KeepsGates: true);
            Check(type, op, x);
            Check(type, op with { KeepsGates = false }, x);
            var y = op.ApplyAll(x);
            foreach (bool each in (bool[])[true, false])
                Check(type, new LstmSequenceGradientOp(reverse, each),
                    [x[3], y[3], y[4], x[2], Sample(type, [batch, units], 5), Sample(type, [batch, units], 6),
                        .. Each(each, type, [time, batch, units]), .. mask]);
        }
    }

    [Test]
    public void Gru_AgreesWithTheCpu([Values(DType.Float32, DType.Float64)] DType type, [Values] bool reverse, [Values] bool masked)
    {
        foreach (var (time, batch, units) in s_shapes)
        {
            Tensor[] mask = Mask(time, batch, masked), x =
            [
                Sample(type, [time, batch, 3 * units], 1), Sample(type, [batch, units], 2), Sample(type, [units, 3 * units], 3),
                Sample(type, [3 * units], 4), .. mask,
            ];
            var op = new GruSequenceOp(reverse, KeepsGates: true);
            Check(type, op, x);
            Check(type, op with { KeepsGates = false }, x);
            var y = op.ApplyAll(x);
            foreach (bool each in (bool[])[true, false])
                Check(type, new GruSequenceGradientOp(reverse, each),
                    [x[2], y[2], y[3], y[0], x[1], Sample(type, [batch, units], 5), .. Each(each, type, [time, batch, units]), .. mask]);
        }
    }

    private static Tensor[] Each(bool each, DType type, Shape shape) => each ? [Sample(type, shape, 7)] : [];

    private static void Check(DType type, Op op, Tensor[] inputs) => CudaCheck.Near(3 * FloatTypes.Tolerance(type), op, inputs);
}
