namespace DeepSharp.Cpu;

/// <summary>The inputs of connectionist temporal classification, checked.</summary>
/// <remarks>State s of 2n + 1 is a blank where s is even, else label (s − 1) / 2.</remarks>
internal readonly unsafe struct CtcSamples<T> where T : unmanaged
{
    private readonly T* _logits;
    private readonly LabelReader _labels, _labelLengths, _logitLengths;
    private readonly int _steps, _width, _blank;

    /// <summary>Number of classes.</summary>
    public readonly int Classes;

    /// <summary>Number of samples.</summary>
    public readonly int Count;

    /// <summary>The most states a sample has.</summary>
    public int States => 2 * _width + 1;

    /// <summary>Steps of each sample, those that do not count included.</summary>
    public int Steps => _steps;

    /// <summary>Takes the inputs and checks all samples.</summary>
    /// <exception cref="InvalidValueException">A label or a length is wrong, or a label does not fit into its steps.</exception>
    public CtcSamples(ReadOnlySpan<Tensor> inputs, int blank, Op who)
    {
        var shape = inputs[0].Shape;
        (Count, _steps, Classes, _width, _blank) = (shape[0], shape[1], shape[2], inputs[1].Shape[1], blank);
        _logits = inputs[0].Pointer<T>();
        (_labels, _labelLengths, _logitLengths) = (new(inputs[1]), new(inputs[2]), new(inputs[3]));
        for (int i = 0; i < Count; i++) Check(i, who);
    }

    /// <summary>How many steps of a sample count.</summary>
    public int StepsOf(int sample) => (int)_logitLengths[sample];

    /// <summary>How many states a sample has.</summary>
    public int StatesOf(int sample) => 2 * (int)_labelLengths[sample] + 1;

    /// <summary>The class of a state.</summary>
    public int ClassOf(int sample, int state) => (state & 1) == 0 ? _blank : (int)_labels[(long)sample * _width + state / 2];

    /// <summary>The logits of a step.</summary>
    public T* Row(int sample, int step) => _logits + ((long)sample * _steps + step) * Classes;

    /// <summary>The number as a double.</summary>
    public static double Value(T x) => typeof(T) == typeof(float) ? *(float*)&x : *(double*)&x;

    private void Check(int sample, Op who)
    {
        long length = _labelLengths[sample], steps = _logitLengths[sample], needed = length;
        if (length < 0 || length > _width)
            throw new InvalidValueException($"[{who.Name}] the label length {length} of sample {sample} is outside 0 to {_width}.");
        if (steps < 0 || steps > _steps)
            throw new InvalidValueException($"[{who.Name}] the logit length {steps} of sample {sample} is outside 0 to {_steps}.");
        for (int i = 0; i < length; i++)
        {
            long label = _labels[(long)sample * _width + i];
            if (label == _blank || (ulong)label >= (ulong)Classes)
                throw new InvalidValueException(
                    $"[{who.Name}] label {label} at [{sample}, {i}] is not one of the {Classes} classes without the blank {_blank}. "
                    + "Correct the labels; padding goes behind them.");
            if (i > 0 && label == _labels[(long)sample * _width + i - 1]) needed++;
        }
        if (needed > steps)
            throw new InvalidValueException($"[{who.Name}] the label of sample {sample} has length {length} and needs at least {needed} steps "
                + $"(one more for each repeat) but has {steps}. Give the model more steps, or leave out the sample.");
    }
}
