using System.Text;

namespace DeepSharp;

/// <summary>One feature of many samples: strings or integers. Converts from arrays and from tensors of integers.</summary>
public sealed class CategoryColumn
{
    private readonly Func<Tensor> _fingerprints;

    private CategoryColumn(Func<Tensor> fingerprints) => _fingerprints = fingerprints;

    /// <summary>Takes strings.</summary>
    public static implicit operator CategoryColumn(string[] texts) => Of(texts);

    /// <summary>Takes integers.</summary>
    public static implicit operator CategoryColumn(int[] numbers) => new(() => Tensor.From(numbers).Cast(DType.Int64));

    /// <summary>Takes integers.</summary>
    public static implicit operator CategoryColumn(long[] numbers) => new(() => Tensor.From(numbers));

    /// <summary>Takes a tensor of integers, [n] or [n, 1].</summary>
    public static implicit operator CategoryColumn(Tensor numbers) => new(() => numbers);

    /// <summary>Takes strings.</summary>
    /// <param name="texts">A string for each sample.</param>
    public static CategoryColumn Of(IReadOnlyList<string> texts) =>
        new(() => Tensor.From<long>([.. texts.Select(t => (long)FarmHash.Fingerprint64(Encoding.UTF8.GetBytes(t)))]));

    /// <summary>Integers for themselves, strings as fingerprints.</summary>
    internal Tensor Fingerprints => _fingerprints();
}
