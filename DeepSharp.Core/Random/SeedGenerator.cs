namespace DeepSharp;

/// <summary>A stream of random states: a variable that holds {seed, draw number} and counts up with every draw.</summary>
/// <remarks>
/// As Keras' <c>keras.random.SeedGenerator</c>. The state is read and written like any variable, so a traced step advances it on every run.
/// A generator belongs to one thread at a time.
/// </remarks>
public sealed class SeedGenerator
{
    /// <summary>Starts a stream at draw 0.</summary>
    /// <param name="seed">The seed; the next of the global ones (<see cref="Seeds.Next"/>) if not given.</param>
    /// <param name="device">Where the state lives; <see cref="Device.Default"/> if not given.</param>
    public SeedGenerator(long? seed = null, Device? device = null)
    {
        Seed = seed ?? Seeds.Next();
        State = new Variable(StateOf(Seed, 0, device), "seed_generator_state", trainable: false);
    }

    /// <summary>The seed the stream started with.</summary>
    public long Seed { get; private set; }

    /// <summary>The variable: int64 [2] = {seed, number of draws made}.</summary>
    public Variable State { get; }

    /// <summary>The state for one draw; the next call gives the next one.</summary>
    public Tensor Next()
    {
        var state = State.Value;
        State.Assign(state + StateOf(0, 1, state.Device));
        return state;
    }

    /// <summary>Starts the stream again, with another seed if one is given.</summary>
    public void Reset(long? seed = null)
    {
        Seed = seed ?? Seed;
        State.Assign(StateOf(Seed, 0, State.Cell.Device));
    }

    /// <summary>The state of one draw of a stream.</summary>
    /// <param name="seed">The stream's seed.</param>
    /// <param name="draw">The draw's number, from 0.</param>
    /// <param name="device">Where to put it; <see cref="Device.Default"/> if not given.</param>
    public static Tensor StateOf(long seed, long draw = 0, Device? device = null) => Tensor.From<long>([seed, draw], [2], device);

    /// <summary>Prints the constructor call.</summary>
    public override string ToString() => $"SeedGenerator({Seed})";
}
