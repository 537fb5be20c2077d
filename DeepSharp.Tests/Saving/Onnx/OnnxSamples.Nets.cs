using DeepSharp.Layers;
using static DeepSharp.Vocabulary;
using Activations = DeepSharp.Activations;

namespace DeepSharp.Tests.Saving.Onnx;

public static partial class OnnxSamples
{
    /// <summary>Layers of several inputs, several outputs, and whole nets.</summary>
    public static IEnumerable<OnnxSample> Nets()
    {
        OnnxSample Two(string name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor[]> build, Shape a, Shape b) => new(name, () =>
        {
            var (x, y) = (new InputLayer(a) { Name = "left" }.Symbol, new InputLayer(b) { Name = "right" }.Symbol);
            return new Model([x, y], build(x, y));
        }, batch => [Data(batch, a, DType.Float32), Data(batch, b, DType.Float32, 2)]);

        foreach (var merge in new Func<Layer>[] { () => new Add(), () => new Subtract(),
            () => new Multiply(), () => new Average(), () => new Maximum(), () => new Minimum(), () => new Concatenate(), () => new Concatenate(1) })
        {
            yield return Two(merge().ToString(), (x, y) => [merge().Apply([x, y])], [5, 4], [5, 4]);
            yield return Two($"{merge()} of convolutions", (x, y) => [merge().Apply([x.Conv2D(3, 3), y.Conv2D(3, 3)])], [7, 7, 2], [7, 7, 2]);
        }
        yield return Two("Dot", (x, y) => [new Dot(new Axes(2, 2)).Apply([x, y])], [5, 4], [3, 4]);
        yield return Two("Dot, normalized", (x, y) => [new Dot(1, normalize: true).Apply([x, y])], [4], [4]);
        yield return Two("Attention", (x, y) => [new Attention(useScale: true).Apply([x, y])], [5, 4], [3, 4]);
        yield return Two("AdditiveAttention", (x, y) => [new AdditiveAttention().Apply([x, y])], [5, 4], [3, 4]);
        yield return Two("MultiHeadAttention", (x, y) => [new MultiHeadAttention(2, 3).Apply([x, y])], [5, 4], [3, 4]);
        yield return Two("GroupQueryAttention", (x, y) => [new GroupQueryAttention(3, 4, 2).Apply([x, y])], [5, 4], [3, 4]);
        yield return Two("CachedMultiHeadAttention", (x, y) => [new CachedMultiHeadAttention(2, 3).Apply([x, y])], [5, 4], [3, 4]);
        yield return Two("TransformerDecoder with an encoder", (x, y) => [new TransformerDecoder(6, 2).Apply([x, y])], [5, 4], [3, 4]);
        yield return Two("two outputs", (x, y) => [x.Dense(3), new Concatenate().Apply([x, y]).Dense(2)], [4], [5]);
        foreach (var (pool, shape) in new (Func<Layer>, Shape)[] { (() => new MaxPoolingWithIndices1D(), [7, 2]),
            (() => new MaxPoolingWithIndices2D((2, 3), 1, Padding.Same), [5, 6, 2]), (() => new MaxPoolingWithIndices3D(), [4, 4, 2, 2]) })
            yield return new(pool().ToString(), () =>
            {
                var x = new InputLayer(shape) { Name = "x" }.Symbol;
                return new Model([x], pool().ApplyAll([x]));
            }, batch => [Data(batch, shape, DType.Float32)]);
        foreach (var (pool, back, shape) in new (Func<Layer>, Func<Layer>, Shape)[]
            { (() => new MaxPoolingWithIndices1D(), () => new MaxUnpooling1D(), [6, 3]),
                (() => new MaxPoolingWithIndices2D(), () => new MaxUnpooling2D(), [6, 8, 3]),
                (() => new MaxPoolingWithIndices3D(), () => new MaxUnpooling3D(), [4, 4, 2, 3]) })
            yield return new($"{pool()} and {back()}", () =>
            {
                var x = new InputLayer(shape) { Name = "x" }.Symbol;
                return new Model([x], [back().Apply(pool().ApplyAll([x]))]);
            }, batch => [Data(batch, shape, DType.Float32)]);
        yield return new("MaskedLMHead", () =>
        {
            var (x, places) = (new InputLayer([5, 4]) { Name = "x" }.Symbol, new InputLayer([3]) { Name = "places", DType = DType.Int32 }.Symbol);
            return new Model([x, places], [new MaskedLMHead(7).Apply([x, places])]);
        }, batch => [Data(batch, [5, 4], DType.Float32), Data(batch, [3], DType.Int32).Clip(0, 4)]);
        yield return new("states given and returned", () =>
        {
            var (x, h, c) = (new InputLayer([5, 3]) { Name = "x" }.Symbol, new InputLayer([4]) { Name = "h" }.Symbol,
                new InputLayer([4]) { Name = "c" }.Symbol);
            return new Model([x, h, c], new LSTM(4, returnSequences: true, returnState: true).ApplyAll([x, h, c]));
        }, batch => [Data(batch, [5, 3], DType.Float32), Data(batch, [4], DType.Float32, 2), Data(batch, [4], DType.Float32, 3)]);
        yield return new("masked LSTM", () => new Sequential([6], DType.Int32).Embedding(9, 4, maskZero: true).LSTM(5).Dense(2),
            batch => [Data(batch, [6], DType.Int32)]);
        yield return new("masked GRU sequences", () =>
            new Sequential([6], DType.Int32).Embedding(9, 4, maskZero: true).Bidirectional(new GRU(3, returnSequences: true)).TimeDistributed(new Dense(2)),
            batch => [Data(batch, [6], DType.Int32)]);
        yield return new("open length, recurrent", () => new Sequential([Dim.Any, 4]).LSTM(5, returnSequences: true).GRU(3),
            batch => [Data(batch, [7, 4], DType.Float32)]);
        yield return new("open length, loop", () => new Sequential([Dim.Any, 4]).SimpleRNN(5, returnSequences: true).Dense(3),
            batch => [Data(batch, [7, 4], DType.Float32)]);
        yield return new("open length, transformer",
            () => new Sequential([Dim.Any], DType.Int32).TokenAndPositionEmbedding(9, 200, 8).TransformerEncoder(16, 2).GlobalAveragePooling1D().Dense(3),
            batch => [Data(batch, [11], DType.Int32)]);
        yield return new("open height and width",
            () => new Sequential([Dim.Any, Dim.Any, 3]).Conv2D(4, 3, strides: 2, padding: Padding.Same, activation: Activations.Relu).BatchNormalization()
                .MaxPooling2D(padding: Padding.Same).Conv2D(2, 3, padding: Padding.Same).UpSampling2D(2).GlobalMaxPooling2D(),
            batch => [Data(batch, [21, 17, 3], DType.Float32)]);
        yield return new("attention gates of channels", () =>
        {
            var input = Input(12, 12, 3);
            var x = input.Conv2D(8, 3, activation: Activations.Relu).BatchNormalization();
            var gate = x.GlobalAveragePooling2D(keepDims: true).Conv2D(2, 1, activation: Activations.Silu).Conv2D(8, 1, activation: Activations.Sigmoid);
            return new Model(input, new Multiply().Apply([x, gate]).Conv2D(4, 3).GlobalAveragePooling2D().Dense(3));
        }, batch => [Data(batch, [12, 12, 3], DType.Float32)]);
        yield return new("autoencoder", () =>
        {
            var x = Input(16, 16, 1);
            var small = x.Conv2D(8, 3, strides: 2, padding: Padding.Same, activation: Activations.Relu).Conv2D(4, 3, strides: 2, padding: Padding.Same)
                .GroupNormalization(2);
            var large = small.Conv2DTranspose(8, 3, strides: 2, padding: Padding.Same, activation: Activations.Gelu);
            return new Model(x, large.Conv2DTranspose(1, 3, strides: 2, padding: Padding.Same));
        }, batch => [Data(batch, [16, 16, 1], DType.Float32)]);
        yield return new("unet", () =>
        {
            var input = Input(16, 16, 2);
            var down = input.Conv2D(4, 3, padding: Padding.Same, activation: Activations.Relu);
            var deep = down.MaxPooling2D().Conv2D(8, 3, padding: Padding.Same, activation: Activations.Relu).UpSampling2D();
            return new Model(input, Concatenate(deep, down).Conv2D(1, 1, activation: Activations.Sigmoid));
        }, batch => [Data(batch, [16, 16, 2], DType.Float32)]);
        yield return new("float64", () =>
        {
            Dense Wide(int units) => new(units, "tanh") { DType = DType.Float64 };
            return new Sequential([5], DType.Float64).Add(Wide(4)).Add(Wide(2));
        }, batch => [Data(batch, [5], DType.Float64)]);
        yield return new("mixed precision", () =>
        {
            const string policy = "mixed_float16";
            return new Sequential([8, 8, 2]).Add(new Conv2D(4, 3, activation: "relu") { DTypePolicy = policy }).Add(new Flatten { DTypePolicy = policy })
                .Add(new Dense(3) { DTypePolicy = policy }).Add(new ActivationLayer("softmax"));
        }, batch => [Data(batch, [8, 8, 2], DType.Float32)], 5e-3);
        yield return new("a model in a model", () =>
        {
            var inner = new Sequential([4]).Dense(3, activation: Activations.Relu);
            return new Sequential([4]).Dense(4).Add(inner).Dense(2);
        }, batch => [Data(batch, [4], DType.Float32)]);
        foreach (var step in DeepSharp.Benchmarks.StepCases.All)
            yield return new(step.Name, step.Make, batch => [step.Batch().X.Slice(0, ..batch)], 2e-4);
    }
}
