namespace DeepSharp.Cpu;

/// <summary>
/// The sums over paths of one sample at a time: rows of one number a state, in the scaled form of <see cref="LaneScaled"/>, mantissas and then
/// exponents. On both sides of the states stand zeros, so that neighbours are read without asking.
/// </summary>
internal unsafe struct CtcRows<T> where T : unmanaged
{
    /// <summary>Doubles of the widest register.</summary>
    private const int Widest = 8;

    private readonly CtcSamples<T> _samples;
    private readonly int _classes;
    private readonly double* _skips, _emitted, _logits, _exponents, _rows;
    private readonly int* _classOf;
    private int _sample, _padded;

    /// <summary>The probability of each class at the step last emitted.</summary>
    public readonly double* Probabilities;

    /// <summary>Cuts up the room; zeros are left where nothing else is ever written.</summary>
    public CtcRows(CtcSamples<T> samples, int rows, double* memory)
    {
        (_samples, _classes) = (samples, Padded(samples.Classes));
        new Span<double>(memory, checked((int)Room(samples, rows))).Clear();
        _logits = memory;
        _exponents = _logits + _classes;
        Probabilities = _exponents + _classes;
        _skips = Probabilities + _classes + Widest;
        Width = Padded(samples.States) + 2 * Widest;
        _emitted = _skips + Width;
        _rows = _emitted + 2 * Width;
        _classOf = (int*)(_rows + 2L * Width * rows);
    }

    /// <summary>Places of a row: behind the mantissa of a state stands its exponent this much further.</summary>
    public readonly int Width;

    /// <summary>How many states the sample has.</summary>
    public int States { get; private set; }

    /// <summary>Doubles needed for a number of rows.</summary>
    public static long Room(CtcSamples<T> samples, int rows)
    {
        long width = Padded(samples.States) + 2 * Widest;
        return 3L * Padded(samples.Classes) + width * (2L * rows + 4) + Widest;
    }

    /// <summary>The mantissa of state 0 of a row.</summary>
    public readonly double* Row(int row) => _rows + 2L * Width * row;

    /// <summary>The class of a state.</summary>
    public readonly int ClassOf(int state) => _classOf[state];

    /// <summary>Turns to a sample.</summary>
    public void Begin(int sample)
    {
        (_sample, States) = (sample, _samples.StatesOf(sample));
        _padded = Padded(States);
        for (int s = 0; s < Width - Widest; s++)
        {
            if (s < States) _classOf[s] = _samples.ClassOf(sample, s);
            bool skips = s < States && (s & 1) == 1 && s > 1 && _classOf[s] != _classOf[s - 2];
            _skips[s] = skips ? BitConverter.Int64BitsToDouble(-1) : 0;
        }
        Clear(_emitted);
    }

    /// <summary>No state at all.</summary>
    public readonly void Clear(double* row)
    {
        new Span<double>(row - Widest, Width).Clear();
        new Span<double>(row - Widest + Width, Width).Fill(LaneScaled.Nothing);
    }

    /// <summary>Works out how probable each class and so each state is at a step.</summary>
    public readonly void Emit<V>(int step) where V : struct, ILane<V, double>
    {
        T* x = _samples.Row(_sample, step);
        double max = double.NegativeInfinity;
        for (int k = 0; k < _samples.Classes; k++)
        {
            double value = CtcSamples<T>.Value(x[k]);
            _logits[k] = value;
            if (value > max) max = value;
        }
        for (int k = _samples.Classes; k < _classes; k++) _logits[k] = double.NegativeInfinity;
        for (int k = 0; k < _classes; k += V.Count)
        {
            var mantissa = LaneScaled.Exp(V.Load(_logits + k) - V.Splat(max), out var exponent);
            mantissa.Store(_logits + k);
            exponent.Store(_exponents + k);
            LaneScaled.Value(mantissa, exponent).Store(Probabilities + k);
        }
        // In a fixed order, whatever the width.
        double even = 0, odd = 0;
        for (int k = 0; k < _classes; k += 2) (even, odd) = (even + Probabilities[k], odd + Probabilities[k + 1]);
        double share = 1 / (even + odd);
        for (int k = 0; k < _classes; k += V.Count) (V.Load(Probabilities + k) * V.Splat(share)).Store(Probabilities + k);
        for (int s = 0; s < States; s++)
        {
            int k = _classOf[s];
            _emitted[s] = _logits[k] * share;
            _emitted[s + Width] = _exponents[k];
        }
    }

    /// <summary>One step forward: the probability of all ways to each state, from those before the step last emitted.</summary>
    public readonly void Forward<V>(double* before, double* after) where V : struct, ILane<V, double>
    {
        for (int s = 0; s < _padded; s += V.Count)
        {
            var sum = Sum<V>(before + s, -1, _skips + s, out var exponent);
            exponent += V.Load(_emitted + s + Width);
            LaneScaled.Normal(sum * V.Load(_emitted + s), ref exponent).Store(after + s);
            exponent.Store(after + s + Width);
        }
    }

    /// <summary>One step backward: the probability of all ways from each state to an end, the step last emitted included from now on.</summary>
    public readonly void Backward<V>(double* beta, double* on) where V : struct, ILane<V, double>
    {
        for (int s = 0; s < _padded; s += V.Count)
        {
            (V.Load(beta + s) * V.Load(_emitted + s)).Store(on + s);
            (V.Load(beta + s + Width) + V.Load(_emitted + s + Width)).Store(on + s + Width);
        }
        for (int s = 0; s < _padded; s += V.Count)
        {
            var sum = Sum<V>(on + s, 1, _skips + s + 2, out var exponent);
            LaneScaled.Normal(sum, ref exponent).Store(beta + s);
            exponent.Store(beta + s + Width);
        }
    }

    /// <summary>The probability of all paths that end at the last label or the blank behind it.</summary>
    public readonly (double Mantissa, double Exponent) Total(double* row)
    {
        double* last = row + States - 1;
        Wide1<double> zero = new(0), nothing = new(LaneScaled.Nothing);
        var sum = LaneScaled.Sum(
            new(last[0]), new(last[Width]), new Wide1<double>(last[-1]), new(last[Width - 1]), zero, nothing, out var exponent);
        return (sum.First, exponent.First);
    }

    /// <summary>What comes to a state from itself, its neighbour, and, where that leaves out a blank between labels, the one behind.</summary>
    private readonly V Sum<V>(double* row, int way, double* skips, out V exponent) where V : struct, ILane<V, double>
    {
        var skip = V.Load(skips);
        return LaneScaled.Sum(
            V.Load(row), V.Load(row + Width), V.Load(row + way), V.Load(row + way + Width), V.And(skip, V.Load(row + 2 * way)),
            V.Select(skip, V.Load(row + 2 * way + Width), V.Of(LaneScaled.Nothing)), out exponent);
    }

    private static int Padded(int n) => (n + Widest - 1) / Widest * Widest;
}
