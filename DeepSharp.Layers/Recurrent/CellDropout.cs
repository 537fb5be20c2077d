namespace DeepSharp.Layers;

/// <summary>Dropout of a cell's inputs and of its recurrent inputs: masks are drawn once and shared by all time steps.</summary>
/// <remarks>With recurrent dropout each gate has masks of its own, as in Keras. Gal and Ghahramani 2016.</remarks>
/// <param name="cell">The cell's class, for messages.</param>
/// <param name="input">The part of the inputs that is dropped, 0 to 1.</param>
/// <param name="recurrent">The part of the recurrent inputs that is dropped, 0 to 1.</param>
/// <param name="gates">How many gates share a kernel, side by side along its last axis.</param>
/// <param name="seed">Makes the numbers repeatable; a new seed is taken if null.</param>
internal sealed class CellDropout(string cell, double input, double recurrent, int gates, int? seed)
{
    private readonly double _input = Part(input, cell, "dropout"), _recurrent = Part(recurrent, cell, "recurrentDropout");
    private readonly SeedGenerator? _generator = input > 0 || recurrent > 0 ? new(seed) : null;

    /// <summary>The random state, if there is dropout.</summary>
    public Variable? State => _generator?.State;

    private bool IsPerGate => _recurrent > 0 && gates > 1;

    /// <summary>What the inputs are multiplied by, or null for nothing.</summary>
    public Tensor? InputMask(CellCall call) => Mask(_input, call, call.Input);

    /// <summary>What a recurrent input is multiplied by, or null for nothing.</summary>
    public Tensor? RecurrentMask(CellCall call, Shape size) => Mask(_recurrent, call, [call.Input[0], .. size]);

    /// <summary>The product with a kernel of all gates, through a mask, plus a bias.</summary>
    /// <param name="mask">From <see cref="InputMask"/> or <see cref="RecurrentMask"/>.</param>
    /// <param name="kernel">The gates' kernels side by side.</param>
    /// <param name="bias">Added to the product; nothing if null.</param>
    /// <param name="product">A matrix product or a convolution of one batch.</param>
    /// <returns>A function of one step, [batch, …], or of all steps, [time, batch, …].</returns>
    public Func<Tensor, Tensor> Through(Tensor? mask, Tensor kernel, Tensor? bias, Func<Tensor, Tensor, Tensor> product)
    {
        // Both kinds of kernels have as many axes as a step has: [in, out], or [window.., in, out].
        int axes = kernel.Rank;
        Tensor Step(Tensor x, Tensor k, Tensor? b) => b is null ? product(x, k) : product(x, k) + b;
        Tensor Sum(Tensor x, Tensor k, Tensor? b) => x.Rank > axes ? TimeFold.Apply(x, steps => Step(steps, k, b)) : Step(x, k, b);
        if (mask is null) return x => Sum(x, kernel, bias);
        if (!IsPerGate) return x => Sum(x * mask, kernel, bias);
        int count = mask.Shape[0];
        Tensor[] kernels = kernel.Split(count, -1), masks = mask.Unstack();
        var biases = bias?.Split(count, -1);
        return x => Tensor.Concat([.. Enumerable.Range(0, count).Select(g => Sum(x * masks[g], kernels[g], biases?[g]))], -1);
    }

    private Tensor? Mask(double rate, CellCall call, Shape shape)
    {
        if (rate == 0 || !call.Training || call.Device == Device.Null) return null;
        if (IsPerGate) shape = shape.Insert(0, gates);
        return Tensor.Ones(shape, call.DType, call.Device).Dropout(rate, _generator!);
    }

    private static double Part(double rate, string cell, string what) => rate is >= 0 and <= 1
        ? rate
        : throw new InvalidValueException($"{cell} expects {what} from 0 to 1, the part that is dropped, but got {rate}.");
}
