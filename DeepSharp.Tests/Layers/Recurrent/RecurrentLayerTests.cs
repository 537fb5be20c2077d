using DeepSharp.Initializers;
using DeepSharp.Layers;
using DeepSharp.Tests.Data;
using static DeepSharp.Vocabulary;
using Identity = DeepSharp.Initializers.Identity;

namespace DeepSharp.Tests;

public sealed class RecurrentLayerTests
{
    private static Tensor Sequences(int batch = 2, int time = 4, int features = 3) => Samples.Uniform([batch, time, features], -1, 1).Cast(DType.Float32);

    private static Tensor Masked(Tensor x, bool[,] mask)
    {
        x.Mask = Tensor.From(mask);
        return x;
    }

    [Covers(typeof(SimpleRNN), typeof(SimpleRNNCell))]
    [Test]
    public void SimpleRNN_Check()
    {
        LayerCheck.Run(() => new SimpleRNN(5), [2, 4, 3], [2, 5], "kernel[3, 5] recurrent_kernel[5, 5] bias[5]");
        LayerCheck.Run(() => new SimpleRNN(2, Relu, useBias: false, recurrentInitializer: new Identity(0.5), returnSequences: true, goBackwards: true), [3, 2, 3], [3, 2, 2], "kernel[3, 2] recurrent_kernel[2, 2]");
        LayerCheck.Run(() => new SimpleRNN(4, dropout: 0.25, recurrentDropout: 0.25, seed: 3), [2, 3, 3], [2, 4], "kernel[3, 4] recurrent_kernel[4, 4] bias[4]");
        LayerCheck.Run(() => new SimpleRNNCell(4), [Sequences()[.., 0], Tensor.Ones([2, 4])], [2, 4], "kernel[3, 4] recurrent_kernel[4, 4] bias[4]");
    }

    [Covers(typeof(LSTM), typeof(LSTMCell))]
    [Test]
    public void LSTM_Check()
    {
        LayerCheck.Run(() => new LSTM(5), [2, 4, 3], [2, 5], "kernel[3, 20] recurrent_kernel[5, 20] bias[20]");
        LayerCheck.Run(() => new LSTM(2, returnSequences: true, returnState: true, goBackwards: true, unitForgetBias: false), [3, 2, 3], [3, 2, 2], "kernel[3, 8] recurrent_kernel[2, 8] bias[8]");
        LayerCheck.Run(() => new LSTM(3, useBias: false, dropout: 0.25, recurrentDropout: 0.25, seed: 3, unroll: true), [2, 3, 3], [2, 3], "kernel[3, 12] recurrent_kernel[3, 12]");
        LayerCheck.Run(() => new LSTM(3, dropout: 0.5, seed: 3, peephole: true), [2, 3, 3], [2, 3], "kernel[3, 12] recurrent_kernel[3, 12] bias[12] peephole_kernel[3, 3]");
        LayerCheck.Run(() => new LSTMCell(2), [Sequences()[.., 0], Tensor.Ones([2, 2]), Tensor.Ones([2, 2])], [2, 2], "kernel[3, 8] recurrent_kernel[2, 8] bias[8]");
    }

    [Covers(typeof(GRU), typeof(GRUCell))]
    [Test]
    public void GRU_Check()
    {
        LayerCheck.Run(() => new GRU(5), [2, 4, 3], [2, 5], "kernel[3, 15] recurrent_kernel[5, 15] bias[2, 15]");
        LayerCheck.Run(() => new GRU(2, resetAfter: false, returnSequences: true), [3, 2, 3], [3, 2, 2], "kernel[3, 6] recurrent_kernel[2, 6] bias[6]");
        LayerCheck.Run(() => new GRU(3, dropout: 0.25, recurrentDropout: 0.25, seed: 3), [2, 3, 3], [2, 3], "kernel[3, 9] recurrent_kernel[3, 9] bias[2, 9]");
        LayerCheck.Run(() => new GRU(3, resetAfter: false, useBias: false, recurrentDropout: 0.25, seed: 3), [2, 3, 3], [2, 3], "kernel[3, 9] recurrent_kernel[3, 9]");
        LayerCheck.Run(() => new GRUCell(2), [Sequences()[.., 0], Tensor.Ones([2, 2])], [2, 2], "kernel[3, 6] recurrent_kernel[2, 6] bias[2, 6]");
    }

    [Covers(typeof(RNN), typeof(StackedRNNCells))]
    [Test]
    public void RNN_Check()
    {
        const string weights = "kernel[3, 8] recurrent_kernel[2, 8] bias[8] kernel[2, 9] recurrent_kernel[3, 9] bias[2, 9]";
        LayerCheck.Run(() => new RNN(new SimpleRNNCell(5), returnState: true), [2, 4, 3], [2, 5], "kernel[3, 5] recurrent_kernel[5, 5] bias[5]");
        LayerCheck.Run(() => new RNN(new StackedRNNCells([new LSTMCell(2), new GRUCell(3)]), returnSequences: true), [2, 4, 3], [2, 4, 3], weights);
        LayerCheck.Run(() => new StackedRNNCells([new LSTMCell(2), new GRUCell(3)]), [Sequences()[.., 0], Tensor.Ones([2, 2]), Tensor.Ones([2, 2]), Tensor.Ones([2, 3])], [2, 3], weights);
    }

    [Covers(typeof(Bidirectional))]
    [Test]
    public void Bidirectional_Check()
    {
        const string weights = "kernel[3, 2] recurrent_kernel[2, 2] bias[2] kernel[3, 2] recurrent_kernel[2, 2] bias[2]";
        LayerCheck.Run(() => new Bidirectional(new SimpleRNN(2)), [2, 4, 3], [2, 4], weights);
        LayerCheck.Run(() => new Bidirectional(new SimpleRNN(2, returnSequences: true, returnState: true), MergeMode.Sum), [2, 4, 3], [2, 4, 2], weights);
        LayerCheck.Run(() => new Bidirectional(new SimpleRNN(2), MergeMode.Mul, new SimpleRNN(2, "elu", goBackwards: true)), [2, 2, 3], [2, 2], weights);
        LayerCheck.Run(() => new Bidirectional(new LSTM(1), MergeMode.Ave), [2, 2, 3], [2, 1], "kernel[3, 4] recurrent_kernel[1, 4] bias[4] kernel[3, 4] recurrent_kernel[1, 4] bias[4]");
    }

    [Covers(typeof(TimeDistributed))]
    [Test]
    public void TimeDistributed_Check()
    {
        LayerCheck.Run(() => new TimeDistributed(new Dense(2, "tanh")), [2, 4, 3], [2, 4, 2], "kernel[3, 2] bias[2]");
        LayerCheck.Run(() => new TimeDistributed(new Conv1D(2, 2)), [2, 3, 4, 3], [2, 3, 3, 2], "kernel[2, 3, 2] bias[2]");
    }

    [Covers(typeof(ConvLSTM1D), typeof(ConvLSTM2D), typeof(ConvLSTM3D))]
    [Test]
    public void ConvLSTM_Check()
    {
        LayerCheck.Run(() => new ConvLSTM1D(2, 3), [2, 3, 5, 1], [2, 3, 2], "kernel[3, 1, 8] recurrent_kernel[3, 2, 8] bias[8]");
        LayerCheck.Run(() => new ConvLSTM2D(2, (2, 3), strides: 2, padding: Same, returnSequences: true), [2, 3, 4, 5, 2], [2, 3, 2, 3, 2], "kernel[2, 3, 2, 8] recurrent_kernel[2, 3, 2, 8] bias[8]");
        LayerCheck.Run(() => new ConvLSTM2D(1, 2, dropout: 0.25, recurrentDropout: 0.25, seed: 4, useBias: false), [2, 2, 4, 4, 2], [2, 3, 3, 1], "kernel[2, 2, 2, 4] recurrent_kernel[2, 2, 1, 4]");
        LayerCheck.Run(() => new ConvLSTM3D(1, 2, dilationRate: 2), [2, 2, 3, 3, 3, 1], [2, 1, 1, 1, 1], "kernel[2, 2, 2, 1, 4] recurrent_kernel[2, 2, 2, 1, 4] bias[4]");
    }

    [Test]
    public void LSTM_FirstValues_ForgetBiasIsOneAndNamesAreKeras()
    {
        var layer = new LSTM(2);
        layer.Apply(Sequences());
        Assert.That(layer.Weights.Select(w => w.Name), Is.EqualTo(new[] { "kernel", "recurrent_kernel", "bias" }));
        Assert.That(layer.Weights[2].Value.ToFloats(), Is.EqualTo(new float[] { 0, 0, 1, 1, 0, 0, 0, 0 }));
        Assert.That(layer.SublayerPaths.Single().Path, Is.EqualTo("cell"));
        Assert.That(new Bidirectional(new LSTM(2)).SublayerPaths.Select(p => p.Path), Is.EqualTo(new[] { "forward_layer", "backward_layer" }));
        Assert.That(new StackedRNNCells([new LSTMCell(2), new GRUCell(2), new LSTMCell(2)]).SublayerPaths.Select(p => p.Path),
            Is.EqualTo(new[] { "cells/lstm_cell", "cells/gru_cell", "cells/lstm_cell_1" }));
    }

    [Test]
    public void Peephole_IsWrittenOnlyWhereOn()
    {
        Assert.That(KerasJson.Print(KerasJson.Write(new LSTM(2))), Does.Not.Contain("peephole"));
        Assert.That(KerasJson.Print(KerasJson.Write(new LSTM(2, peephole: true))), Does.Contain("\"peephole\":true"));
    }

    [Test]
    public void RNN_Mask_HoldsStatesAndRepeatsOutputs([Values] bool backwards)
    {
        // Left padding, a gap, right padding, nothing at all.
        var x = Masked(Sequences(4), new[,] { { false, false, true, true }, { true, false, true, true }, { true, true, false, false }, { false, false, false, false } });
        var layer = new SimpleRNN(2, returnSequences: true, returnState: true, goBackwards: backwards);
        var (y, state) = (layer.Apply([x])[0], layer.Apply([x])[1]);
        int[][] kept = [[2, 3], [0, 2, 3], [0, 1], []];
        for (int row = 0; row < 4; row++)
        {
            var alone = new SimpleRNN(2, returnState: true, goBackwards: backwards);
            if (kept[row].Length == 0)
            {
                Assert.That(state[row].ToFloats(), Is.All.Zero);
                Assert.That(y[row].ToFloats(), Is.All.Zero);
                continue;
            }
            var steps = Tensor.Stack([.. kept[row].Select(t => x[row, t])]).ExpandDims(0);
            alone.Apply([steps]);
            alone.SetWeights(layer.GetWeights());
            Close.Same($"row {row}", alone.Apply([steps])[1][0], state[row], 1e-6);
            Close.Same($"last output of row {row}", state[row], y[row, -1], 0);
        }
        // The output of a masked step is the one before it, in the order in which the layer goes.
        float[] gap = backwards ? y[1, 2].ToFloats() : y[1, 1].ToFloats(), before = backwards ? y[1, 1].ToFloats() : y[1, 0].ToFloats();
        Assert.That(gap, Is.EqualTo(before));
        Assert.That(y.Mask, Is.SameAs(x.Mask));
        var zero = new SimpleRNN(2, returnSequences: true, zeroOutputForMask: true);
        zero.Apply(x);
        Assert.That(zero.Apply(x)[1, 1].ToFloats(), Is.All.Zero);
    }

    [Test]
    public void RNN_CellWithOwnOutput_RepeatsItBehindAMask()
    {
        var layer = new RNN(new AverageCell(), returnState: true);
        var x = Masked(Tensor.From<float>([1, 2, 30, 4, 50, 60], [2, 3, 1]), new[,] { { true, true, false }, { true, false, false } });
        var (y, sum, count) = (layer.Apply([x])[0], layer.Apply([x])[1], layer.Apply([x])[2]);
        Assert.That(y.ToFloats(), Is.EqualTo(new[] { 1.5f, 4 }));
        Assert.That(sum.ToFloats(), Is.EqualTo(new[] { 3f, 4 }));
        Assert.That(count.ToFloats(), Is.EqualTo(new[] { 2f, 1 }));
        var input = Input(3, 1);
        Assert.That(input.RNN(new AverageCell(), returnSequences: true).Shape, Is.EqualTo(new Shape(Dim.Any, 3, 1)));
    }

    /// <summary>LSTM and GRU by one op for all steps, against the same cells by a scan, which any other activation asks for.</summary>
    [Test]
    public void Sequence_AllSettings_AgreesWithTheScan(
        [Values] bool gru, [Values] bool backwards, [Values] bool sequences, [Values] bool zeroOutput, [Values("none", "mask", "mask and states")] string given)
    {
        var plain = new Activation("plain_tanh", x => x.Tanh());
        RecurrentLayer Make(Activation? activation) => gru
            ? new GRU(5, activation, returnSequences: sequences, returnState: true, goBackwards: backwards, zeroOutputForMask: zeroOutput, biasInitializer: "ones") { DTypePolicy = "float64" }
            : new LSTM(5, activation, returnSequences: sequences, returnState: true, goBackwards: backwards, zeroOutputForMask: zeroOutput) { DTypePolicy = "float64" };
        var (one, scan) = (Make(null), Make(plain));
        var x = Samples.Uniform([4, 6, 3], -1, 1);
        if (given != "none") x.Mask = Samples.Bools([4, 6], 3);
        Tensor[] inputs = [x, .. given != "mask and states" ? Array.Empty<Tensor>() : [.. Enumerable.Range(0, gru ? 1 : 2).Select(i => Samples.Uniform([4, 5], -1, 1, 7 + i))]];
        one.Apply(inputs);
        scan.Apply(inputs);
        scan.SetWeights(one.GetWeights());
        (Tensor[] Outputs, Tensor[] Gradients) Run(RecurrentLayer layer)
        {
            using var tape = new GradientTape();
            tape.Watch(inputs);
            var y = layer.Apply(inputs);
            var target = y.Select((t, i) => (t * Samples.Uniform(t.Shape, seed: 20 + i)).Sum()).Aggregate((a, b) => a + b);
            return (y, [.. tape.Gradient(target, [.. inputs, .. layer.TrainableWeights.Select(w => w.Cell)]).OfType<Tensor>()]);
        }
        var (expected, got) = (Run(scan), Run(one));
        Close.Same("outputs", expected.Outputs, got.Outputs, 1e-12);
        Close.Same("gradients", expected.Gradients, got.Gradients, 1e-11);
        Close.Same("without a tape", expected.Outputs, one.Apply(inputs), 1e-12);
    }

    [Test]
    public void LSTM_InitialStates_GoOnWhereTheFirstPartEnded()
    {
        var layer = new LSTM(3, returnState: true);
        var x = Sequences(2, 5);
        var whole = layer.Apply([x]);
        var first = layer.Apply([x[.., ..2]]);
        var rest = layer.Apply(new CallArguments<Tensor> { ["sequences"] = x[.., 2..], ["initial_state"] = first[1..] });
        for (int i = 0; i < 3; i++) Close.Same($"output {i}", whole[i], rest[i], 1e-6);
        Assert.That(() => layer.Apply([x, first[1]]), Throws.TypeOf<ShapeMismatchException>().With.Message.StartsWith(
            "LSTM has 2 states of shapes [?, 3], [?, 3] but got 1. Give one tensor for each, or none.\n  in LSTM(3, returnState: true) 'lstm"));
    }

    [Test]
    public void LSTM_Stateful_GoesOnAndStartsAnew()
    {
        var layer = new LSTM(3, stateful: true);
        var x = Sequences(2, 4);
        var plain = new LSTM(3);
        plain.Apply(x);
        layer.Apply(x);
        layer.SetWeights(plain.GetWeights());
        layer.ResetStates();
        layer.Apply(x[.., ..2]);
        Close.Same("two halves", plain.Apply(x), layer.Apply(x[.., 2..]), 1e-6);
        layer.ResetStates();
        Close.Same("after a reset", plain.Apply(x), layer.Apply(x), 1e-6);

        layer.ResetStates();
        var program = Program.Compile(Device.Cpu, [x[.., ..2].Spec], t => [layer.Apply(t[0])]);
        program.Run(x[.., ..2].Contiguous());
        Close.Same("as a program", plain.Apply(x), program.Run(x[.., 2..].Contiguous())[0], 1e-6);

        Assert.That(() => layer.Apply(Sequences(3, 4)), Throws.TypeOf<ShapeMismatchException>().With.Message.StartsWith("LSTM is stateful for a batch of 2 but got one of 3."));
        Assert.That(() => new Sequential([4, 3]).LSTM(3, stateful: true), Throws.TypeOf<InvalidValueException>().With.Message.StartsWith(
            "LSTM is stateful and needs a fixed batch size, but the batch of its input [?, 4, 3] is open. Give it with Input(…, batchSize: 32)."));
        Assert.That(() => plain.ResetStates(), Throws.TypeOf<InvalidValueException>().With.Message.Contains("keeps no states from batch to batch"));
    }

    [Test]
    public void Dropout_MasksAreSharedByAllSteps()
    {
        // With ones as kernel and inputs, the sum of a step says how many inputs were kept: the same number at each step.
        var layer = new SimpleRNN(1, "linear", useBias: false, kernelInitializer: "ones", recurrentInitializer: "zeros", dropout: 0.5, returnSequences: true, seed: 1);
        var y = layer.Apply(Tensor.Ones([6, 5, 8]), training: true).ToFloats();
        for (int row = 0; row < 6; row++) Assert.That(y[(row * 5)..(row * 5 + 5)].Distinct().Count(), Is.EqualTo(1));
        Assert.That(y.Distinct().Count(), Is.GreaterThan(1));
        Assert.That(layer.Apply(Tensor.Ones([6, 5, 8])).ToFloats(), Is.All.EqualTo(8));
        Assert.That(() => new LSTM(2, dropout: 1.5), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("LSTMCell expects dropout from 0 to 1, the part that is dropped, but got 1.5."));
    }

    [Test]
    public void Bidirectional_Mask_GivesZerosAndStates()
    {
        var x = Masked(Sequences(2, 3), new[,] { { true, true, false }, { false, true, true } });
        var layer = new Bidirectional(new LSTM(2, returnSequences: true, returnState: true), mergeMode: null);
        var y = layer.Apply([x]);
        Assert.That(y, Has.Length.EqualTo(6));
        Assert.That(y[0][0, 2].ToFloats().Concat(y[1][0, 2].ToFloats()).Concat(y[1][1, 0].ToFloats()), Is.All.Zero);
        Close.Same("backward output at the first step it ends with", y[4][0], y[1][0, 0], 0);
        Assert.That(y[0].Mask, Is.SameAs(x.Mask));
        Assert.That(y[2].Mask, Is.Null);
        Assert.That(layer.Layer.Name, Does.StartWith("forward_lstm"));
        Assert.That(layer.BackwardLayer.Name, Does.StartWith("backward_lstm"));
    }

    [Test]
    public void Bidirectional_LayersThatDoNotFit_Throw()
    {
        Assert.That(() => new Bidirectional(new GRU(2), backwardLayer: new GRU(2)), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "Bidirectional expects its layers to run in different directions, but both have goBackwards: false. Make the backward layer with goBackwards: true."));
        Assert.That(() => new Bidirectional(new GRU(2, returnSequences: true), backwardLayer: new GRU(2, goBackwards: true)), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo(
            "Bidirectional expects the same returnSequences of both layers, but the forward layer's is true and the backward layer's false."));
    }

    [Test]
    public void TimeDistributed_InnerMask_IsTheStepsOwn()
    {
        var ids = Tensor.From(new[, ,] { { { 1, 2, 0 }, { 3, 0, 0 } }, { { 0, 0, 0 }, { 4, 5, 6 } } });
        var model = new Sequential([2, 3]).Embedding(7, 4, maskZero: true).TimeDistributed(new LSTM(2));
        var y = model.Apply(ids);
        Assert.That(y.Shape, Is.EqualTo(new Shape(2, 2, 2)));
        Assert.That(y.Mask!.ToInts(), Is.EqualTo(new[] { 1, 1, 0, 1 }));
        Assert.That(y[1, 0].ToFloats(), Is.All.Zero);
    }

    [Test]
    public void Functional_InitialState_IsWrittenAsKerasWritesIt()
    {
        var (x, h) = (Input(4, 3), Input(2));
        var model = new Model([x, h], [new GRU(2) { Name = "gru" }.Apply(x, initialState: [h])]);
        string json = model.ToJson();
        Assert.That(json, Does.Contain("\"initial_state\":[{\"class_name\":\"__keras_tensor__\""));
        var again = Model.FromJson(json);
        Assert.That(again.ToJson(), Is.EqualTo(json));
        again.SetWeights(model.GetWeights());
        Tensor[] data = [Sequences(), Tensor.Ones([2, 2])];
        Close.Identical("the loaded model", model.Apply(data), again.Apply(data));
        Assert.That(model.Apply(data)[0].ToFloats(), Is.Not.EqualTo(model.Apply([data[0], Tensor.Zeros([2, 2])])[0].ToFloats()));
    }

    [Test]
    public void Save_NestOfWrappersAndCells_ComesBackTheSame()
    {
        var model = new Sequential([6, 3])
            .Bidirectional(new LSTM(2, returnSequences: true, dropout: 0.5, seed: 3), MergeMode.Sum, new LSTM(2, "relu", returnSequences: true, goBackwards: true))
            .RNN(new StackedRNNCells([new GRUCell(2), new LSTMCell(3), new GRUCell(2, resetAfter: false)]), returnSequences: true)
            .TimeDistributed(new Dense(2)).SimpleRNN(2).Compile(new Adam(0.01), loss: MeanSquaredError);
        Tensor x = Sequences(4, 6), y = Tensor.Ones([4, 2]);
        model.Fit((x, y), epochs: 2, batchSize: 2, verbose: Verbosity.Silent);
        using var folder = new TemporaryFolder();
        string path = folder.File("recurrent.keras");
        model.Save(path);
        var again = Model.Load(path);
        Close.Identical("predictions", [model.Predict(x, verbose: Verbosity.Silent)], [again.Predict(x, verbose: Verbosity.Silent)]);
        Assert.That(again.ToJson(), Is.EqualTo(model.ToJson()));
        model.Fit((x, y), epochs: 1, batchSize: 2, shuffle: false, verbose: Verbosity.Silent);
        again.Fit((x, y), epochs: 1, batchSize: 2, shuffle: false, verbose: Verbosity.Silent);
        Close.Identical("weights after another epoch, dropout's random state included", model.GetWeights(), again.GetWeights());
    }

    [Test]
    public void Fit_Traced_GivesTheWeightsOfEagerRunning()
    {
        Tensor x = Sequences(8, 5), y = Samples.Uniform([8, 1]).Cast(DType.Float32);
        Model Make(bool eager)
        {
            Seeds.Set(5);
            var model = new Sequential([5, 3]).Masking(0.5).GRU(4, returnSequences: true, recurrentDropout: 0.2, seed: 1).LSTM(3, goBackwards: true).Dense(1)
                .Compile(new SGD(0.1), loss: MeanSquaredError, runEagerly: eager);
            model.Fit((x, y), epochs: 3, batchSize: 4, shuffle: false, verbose: Verbosity.Silent);
            return model;
        }
        Close.Same("weights", Make(true).GetWeights(), Make(false).GetWeights(), 1e-5);
    }

    [Test]
    public void Sequential_StackOfLstms_LearnsToCount()
    {
        // Whether there are more positive than negative steps: a sum over time.
        var x = Samples.Uniform([128, 8, 1], -1, 1, 5).Cast(DType.Float32).Sign();
        var y = (x.Sum([1, 2]) > 0).Cast(DType.Float32).ExpandDims(-1);
        var model = new Sequential([8, 1]).LSTM(8, returnSequences: true).LSTM(8).Dense(1, activation: Sigmoid)
            .Compile(new Adam(0.02), loss: BinaryCrossentropy, metrics: [Accuracy]);
        model.Fit((x, y), epochs: 25, batchSize: 32, verbose: Verbosity.Silent);
        Assert.That(model.Evaluate((x, y), verbose: Verbosity.Silent)["accuracy"], Is.GreaterThan(0.95));
    }
}

/// <summary>The mean of the steps so far; the states are their sum and their number.</summary>
[Layer(Inputs = LayerInputs.None)]
public sealed partial class AverageCell() : RecurrentCell
{
    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateSize => [[1], [1]];

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) Step(Tensor x, Tensor[] states)
    {
        var (sum, count) = (states[0] + x, states[1] + 1);
        return (sum / count, [sum, count]);
    }
}
