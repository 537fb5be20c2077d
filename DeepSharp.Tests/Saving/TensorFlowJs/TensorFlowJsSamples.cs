using DeepSharp.Layers;

namespace DeepSharp.Tests.Saving.TensorFlowJs;

/// <summary>Models of layers that TensorFlow.js has, with weights that are not those they begin with.</summary>
internal static class TensorFlowJsSamples
{
    private static readonly Dictionary<string, Func<Model>> s_models = new()
    {
        ["dense"] = () => new Sequential([4]).Add(new Dense(5, "relu", kernelInitializer: "he_normal", kernelRegularizer: "l2", kernelConstraint: "max_norm"))
            .Add(new Dropout(0.5)).Add(new Dense(3, "softmax", biasRegularizer: "l1")),
        ["activations"] = () => new Sequential([6]).Add(new Dense(6, "gelu")).Add(new Dense(6, "silu")).Add(new Dense(6, "elu")).Add(new Dense(6, "selu"))
            .Add(new Dense(6, "legacy_hard_sigmoid")).Add(new Dense(6, "mish")).Add(new ReLU()).Add(new LeakyReLU(0.2)).Add(new ELU()).Add(new PReLU())
            .Add(new ActivationLayer("log_softmax")).Add(new Softmax()),
        ["images"] = () => new Sequential([8, 8, 2]).Add(new ZeroPadding2D(1)).Add(new Conv2D(4, 3, padding: Padding.Same, activation: "relu")).Add(new BatchNormalization())
            .Add(new MaxPooling2D(2)).Add(new DepthwiseConv2D(2)).Add(new SeparableConv2D(3, 2)).Add(new UpSampling2D(2)).Add(new Conv2DTranspose(2, 2, strides: 2))
            .Add(new AveragePooling2D(2)).Add(new Cropping2D(1)).Add(new LayerNormalization()).Add(new GlobalAveragePooling2D()).Add(new Dense(2)),
        ["conv1d"] = () => new Sequential([9, 3]).Add(new Conv1D(4, 3, padding: Padding.Same)).Add(new MaxPooling1D(2)).Add(new Conv1D(2, 2, dilationRate: 2))
            .Add(new Flatten()).Add(new Reshape([2, -1])).Add(new Permute([2, 1])).Add(new GlobalMaxPooling1D()).Add(new RepeatVector(2)),
        ["conv3d"] = () => new Sequential([4, 4, 4, 1]).Add(new Conv3D(2, 2)).Add(new Conv3DTranspose(1, 2)).Add(new MaxPooling3D(2)).Add(new Flatten()).Add(new Dense(1)),
        ["lstm"] = () => new Sequential([5, 3]).Add(new LSTM(4, returnSequences: true)).Add(new LSTM(2, recurrentActivation: "legacy_hard_sigmoid", unitForgetBias: false)),
        ["gru"] = () => new Sequential([5, 3]).Add(new GRU(4, resetAfter: false, returnSequences: true)).Add(new SimpleRNN(3, goBackwards: true)),
        ["bidirectional"] = () => new Sequential([5, 3]).Add(new Bidirectional(new LSTM(2, returnSequences: true) { Name = "side" }) { Name = "both" })
            .Add(new TimeDistributed(new Dense(3))).Add(new Bidirectional(new GRU(2, resetAfter: false), MergeMode.Sum)),
        ["cells"] = () => new Sequential([4, 3]).Add(new RNN(new StackedRNNCells([new LSTMCell(2), new GRUCell(3, resetAfter: false)]), returnSequences: true))
            .Add(new RNN(new SimpleRNNCell(2))),
        ["conv_lstm"] = () => new Sequential([3, 5, 5, 1]).Add(new ConvLSTM2D(2, 2, padding: Padding.Same, returnSequences: true)).Add(new ConvLSTM2D(2, 2)),
        ["embedding"] = () => new Sequential([6], DType.Int32).Add(new Embedding(10, 3)).Add(new LSTM(2)).Add(new Rescaling(2, 1)),
        ["functional"] = Functional,
        ["states"] = States,
        ["large"] = () => new Sequential([1200]).Add(new Dense(1000)).Add(new Dense(2)),
    };

    public static IEnumerable<string> Names => s_models.Keys;

    /// <summary>A model with its weights drawn from a seed, and data for it.</summary>
    public static (Model Model, Tensor[] Data) Make(string name)
    {
        var (model, random) = (s_models[name](), new Random(1));
        model.SetWeights([.. model.Weights.Select(w => Draw(random, w.Shape, w.Name.Contains("variance") ? 0.5f : -0.4f))]);
        return (model, [.. model.Inputs.Select(i => Input(random, i))]);
    }

    private static Tensor Input(Random random, SymbolicTensor input)
    {
        Shape shape = [3, .. input.Shape.Dims[1..]];
        return input.DType == DType.Int32 ? Tensor.From([.. Enumerable.Range(0, (int)shape.Count).Select(i => i * 7 % 10)], shape) : Draw(random, shape, -0.5f);
    }

    private static Tensor Draw(Random random, Shape shape, float low) =>
        Tensor.From([.. Enumerable.Range(0, (int)shape.Count).Select(_ => random.NextSingle() * 0.9f + low)], shape);

    /// <summary>A layer that is called twice, models inside, two inputs and two outputs.</summary>
    private static Model Functional()
    {
        SymbolicTensor a = new InputLayer([3]) { Name = "a_in" }.Symbol, b = new InputLayer([3]) { Name = "b" }.Symbol, c = new InputLayer([4]) { Name = "c" }.Symbol;
        var shared = new Dense(4, "tanh") { Name = "shared" };
        var inside = new Sequential([4]) { Name = "inside" }.Add(new Dense(4) { Name = "inner_dense" });
        var model = new Model([c], [new Dense(4) { Name = "deep" }.Apply(c), c]) { Name = "graph" };
        var (x, y) = (shared.Apply(a), shared.Apply(b));
        var two = model.ApplyAll([inside.Apply(x)]);
        var sum = new Add().Apply([two[0], inside.Apply(y)]);
        return new([a, b], [new Concatenate().Apply([sum, new Multiply().Apply([x, y]), two[1]]), new Dot(1).Apply([x, y])]);
    }

    /// <summary>States of one layer go into another one.</summary>
    private static Model States()
    {
        SymbolicTensor x = new InputLayer([4, 2]) { Name = "x" }.Symbol, y = new InputLayer([3, 2]) { Name = "y" }.Symbol;
        var encoded = new LSTM(3, returnState: true) { Name = "encoder" }.ApplyAll([x]);
        return new([x, y], [new LSTM(3, returnSequences: true) { Name = "decoder" }.Apply([y, encoded[1], encoded[2]])]);
    }
}
