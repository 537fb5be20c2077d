namespace DeepSharp.Tests.Saving;

/// <summary>Adds tensors.</summary>
[Layer(Inputs = LayerInputs.Many)]
public sealed partial class SumLayer() : Layer
{
    protected override Tensor[] Call(Tensor[] inputs, CallContext context) => [inputs.Aggregate((a, b) => a + b)];
}

/// <summary>Gives its input and twice its input.</summary>
[Layer]
public sealed partial class TwoWays() : Layer
{
    protected override Tensor[] Call(Tensor[] inputs, CallContext context) => [inputs[0], inputs[0] * 2];
}

/// <summary>Adds a number that grows with every training step, as a layer with a random state does.</summary>
/// <param name="step">How fast it grows.</param>
[Layer]
public sealed partial class Drift(double step = 0.125) : Layer
{
    private Variable _state = null!;

    protected override void Build(Shape input)
    {
        _state = new Variable(Tensor.Scalar(0f), "drift", trainable: false);
        AddState(_state);
    }

    protected override Tensor Call(Tensor x, CallContext context)
    {
        if (!context.Training) return x;
        var state = _state.Value;
        _state.Assign(state + Step);
        return x + state;
    }
}

/// <summary>Holds a layer of its own, as wrappers do.</summary>
/// <param name="layer">The layer.</param>
[Layer]
public sealed partial class Wrapped(Layer layer) : Layer
{
    protected override Tensor Call(Tensor x) => Layer.Apply(x) + 1;
}

/// <summary>A model that overrides Call.</summary>
/// <param name="width">Units.</param>
[Layer]
public sealed partial class OwnModel(int width) : Model
{
    private readonly Layers.Dense _first = new(width), _second = new(1);

    protected override Tensor Call(Tensor x) => _second.Apply(_first.Apply(x)) * Width;
}

/// <summary>An optimizer with a slot per variable.</summary>
/// <param name="momentum">How much of the velocity stays.</param>
[Configurable]
public sealed partial class Rolling(double momentum = 0.9) : Optimizer(0.05)
{
    protected override void BuildSlots(IReadOnlyList<Variable> variables) => AddSlots(variables, ["velocity"]);

    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        var v = Slot(variable, "velocity");
        v.Assign(v.Value * Momentum - gradient * scalars[0]);
        variable.Assign(variable.Value + v.Value);
    }
}

/// <summary>Models and data for the tests of saving.</summary>
internal static class SavingSamples
{
    public static SymbolicTensor Input(int width, string name) => new DeepSharp.Layers.InputLayer([width]) { Name = name }.Symbol;

    public static Tensor Data(int rows, int columns, int seed = 1)
    {
        var random = new Random(seed);
        return Tensor.From(Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle() * 2 - 1).ToArray(), [rows, columns]);
    }

    public static Sequential Plain() => new Sequential([4]) { Name = "plain" }.Add(new DeepSharp.Layers.Dense(5, "relu") { Name = "first" }).Add(new Drift { Name = "drift" }).Add(new DeepSharp.Layers.Dense(2) { Name = "last" });

    public static Sequential Compiled()
    {
        var model = Plain();
        model.Compile(new Rolling(), new DeepSharp.Losses.MeanSquaredError(), ["accuracy"]);
        return model;
    }

    /// <summary>Shared layer, model inside, wrapper, two inputs, three outputs, a call with training set, two outputs of one layer.</summary>
    public static Model Graph()
    {
        SymbolicTensor a = Input(3, "a"), b = Input(3, "b");
        var shared = new DeepSharp.Layers.Dense(4, "tanh") { Name = "shared" };
        var inner = Input(4, "inner_in");
        var inside = new Model([inner], [new Wrapped(new DeepSharp.Layers.Dense(4) { Name = "kernel_holder" }) { Name = "wrap" }.Apply(inner), inner]) { Name = "inside" };
        var x = shared.Apply(a);
        var y = new Drift { Name = "drift" }.Apply(shared.Apply(b), training: false);
        var sum = new SumLayer { Name = "sum" }.Apply([x, y]);
        var (wrapped, same) = (inside.ApplyAll([sum])[0], inside.ApplyAll([x])[1]);
        var two = new TwoWays { Name = "two" }.ApplyAll([wrapped]);
        return new Model([a, b], [new DeepSharp.Layers.Dense(1) { Name = "out" }.Apply(two[1]), two[0], same]) { Name = "graph" };
    }

    public static void Same(Tensor[] actual, Tensor[] expected)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        foreach (var (a, e) in actual.Zip(expected)) Assert.That((a.Shape, a.ToFloats()), Is.EqualTo((e.Shape, e.ToFloats())));
    }

    public static void SameState(Model actual, Model expected)
    {
        var (a, e) = (actual.StateEntries().ToList(), expected.StateEntries().ToList());
        Assert.That(a.Select(x => x.Path), Is.EqualTo(e.Select(x => x.Path)));
        foreach (var (x, y) in a.Zip(e)) Assert.That(x.Variable.Value.ToDoubles(), Is.EqualTo(y.Variable.Value.ToDoubles()), x.Path);
    }
}
