using System.Numerics;

namespace DeepSharp;

/// <summary>An end of a sequence.</summary>
public enum SequenceEnd
{
    /// <summary>The front.</summary>
    Pre,

    /// <summary>The back.</summary>
    Post,
}

/// <summary>Brings sequences of different lengths into one tensor.</summary>
public static class Sequences
{
    /// <summary>Sequences as rows of equal length: shorter ones are filled up, longer ones cut.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="maxLength">The length of rows; that of the longest sequence if null.</param>
    /// <param name="dtype">The element type of the result.</param>
    /// <param name="padding">The end at which short sequences are filled up; the front by default, as in Keras.</param>
    /// <param name="truncating">The end at which long sequences are cut; the front by default, as in Keras.</param>
    /// <param name="value">What is filled in.</param>
    /// <returns>[sequences, maxLength].</returns>
    /// <exception cref="ShapeMismatchException">There are no sequences.</exception>
    public static Tensor Pad<T>(
        IReadOnlyList<IReadOnlyList<T>> sequences, int? maxLength = null, DType dtype = DType.Int32, SequenceEnd padding = SequenceEnd.Pre,
        SequenceEnd truncating = SequenceEnd.Pre, double value = 0) where T : unmanaged, INumber<T>
    {
        int length = Length(sequences.Count, maxLength, i => sequences[i].Count);
        var values = new T[checked(sequences.Count * length)];
        Array.Fill(values, T.CreateChecked(value));
        foreach (var (i, sequence) in sequences.Index())
        {
            var (from, to, count) = Place(sequence.Count, length, padding, truncating);
            for (int j = 0; j < count; j++) values[i * length + to + j] = sequence[from + j];
        }
        return Tensor.From(values, [sequences.Count, length]).Cast(dtype);
    }

    /// <summary>Sequences of vectors, or of anything with equal shapes, as one tensor: shorter ones are filled up, longer ones cut.</summary>
    /// <param name="sequences">Tensors [length, …] that differ only in their lengths.</param>
    /// <param name="maxLength">The length of all; that of the longest sequence if null.</param>
    /// <param name="dtype">The element type of the result.</param>
    /// <param name="padding">The end at which short sequences are filled up.</param>
    /// <param name="truncating">The end at which long sequences are cut.</param>
    /// <param name="value">What is filled in.</param>
    /// <returns>[sequences, maxLength, …].</returns>
    /// <exception cref="ShapeMismatchException">There are no sequences, or their steps have different shapes.</exception>
    public static Tensor Pad(
        IReadOnlyList<Tensor> sequences, int? maxLength = null, DType dtype = DType.Int32, SequenceEnd padding = SequenceEnd.Pre,
        SequenceEnd truncating = SequenceEnd.Pre, double value = 0)
    {
        foreach (var (i, s) in sequences.Index())
            if (s.Rank == 0 || s.Shape[1..] != sequences[0].Shape[1..])
                throw new ShapeMismatchException($"[Sequences.Pad] sequences differ in more than their lengths: 0 has shape {sequences[0].Shape}, {i} has {s.Shape}.");
        int length = Length(sequences.Count, maxLength, i => sequences[i].Length);
        return Tensor.Stack(sequences.Select(s =>
        {
            var (from, to, count) = Place(s.Length, length, padding, truncating);
            return s[from..(from + count)].Cast(dtype).Pad([(to, length - count - to)], value: value);
        }).ToArray());
    }

    private static int Length(int count, int? maxLength, Func<int, int> length)
    {
        if (count == 0) throw new ShapeMismatchException("[Sequences.Pad] there are no sequences.");
        if (maxLength is < 0) throw new InvalidValueException($"[Sequences.Pad] maxLength must not be negative, got {maxLength}.");
        return maxLength ?? Enumerable.Range(0, count).Max(length);
    }

    /// <summary>Which part of a sequence is taken, and where it goes.</summary>
    private static (int From, int To, int Count) Place(int count, int length, SequenceEnd padding, SequenceEnd truncating)
    {
        int taken = Math.Min(count, length);
        return (truncating == SequenceEnd.Pre ? count - taken : 0, padding == SequenceEnd.Pre ? length - taken : 0, taken);
    }
}
