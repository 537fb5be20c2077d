using System.Text.RegularExpressions;

namespace DeepSharp.Layers;

/// <summary>The weights that an equation such as <c>abc,cde-&gt;abde</c> asks for: the first term is the input, the second the kernel.</summary>
internal sealed partial class EinsumProjection
{
    private readonly string _kernel;

    /// <exception cref="InvalidValueException">The equation is none of the forms, or names axes that are nowhere else.</exception>
    /// <exception cref="ShapeMismatchException">Input and output do not fit the equation.</exception>
    public EinsumProjection(string equation, string? biasAxes, Shape input, Shape partialOutput)
    {
        var match = Form().Match(equation);
        if (!match.Success || match.Groups["left"].Value != match.Groups["left2"].Value || match.Groups["right"].Value != match.Groups["right2"].Value)
            throw new InvalidValueException($"EinsumDense cannot read the equation '{equation}'; the forms are X,Y->Z and ...X,Y->...Z and X...,Y->Z....");
        string x = match.Groups["x"].Value, y = match.Groups["y"].Value;
        _kernel = match.Groups["w"].Value;
        bool left = match.Groups["left"].Length > 0, open = left || match.Groups["right"].Length > 0;
        int elided = input.Rank - x.Length;
        if (elided < 0 || elided > 0 && !open)
            throw new ShapeMismatchException($"EinsumDense expects an input with the axes '{x}' of '{equation}' but got shape {input} with {input.Rank} axes.");

        // The output's lengths: batch, what the ellipsis stands for, what is given.
        int[] before = left ? input.Dims[..Math.Max(1, elided)].ToArray() : [input[0]], after = left ? [] : input.Dims[x.Length..].ToArray();
        int[] output = [.. before, .. partialOutput.Dims, .. after];
        int inputStart = left ? elided : 0, outputStart = left ? elided : 0;
        if (output.Length != y.Length + elided)
            throw new ShapeMismatchException($"EinsumDense expects an outputShape with a length for each axis of '{y}' but the batch and what '...' stands for, but got {partialOutput}.");
        var lengths = new Dictionary<char, int>();
        for (int i = 0; i < x.Length; i++) lengths[x[i]] = input[inputStart + i];
        for (int i = 0; i < y.Length; i++)
        {
            int length = output[outputStart + i];
            if (!lengths.TryGetValue(y[i], out int known)) lengths[y[i]] = _kernel.Contains(y[i]) ? length
                : throw new InvalidValueException($"EinsumDense: the axis '{y[i]}' of the output is neither one of the input nor of the kernel in '{equation}'.");
            else if (length != Dim.Any && known != Dim.Any && known != length)
                throw new ShapeMismatchException($"EinsumDense: the axis '{y[i]}' of '{equation}' has length {known} in the input {input} but {length} in the output.");
            else if (known == Dim.Any) lengths[y[i]] = length;
        }
        foreach (char axis in _kernel)
            if (!lengths.ContainsKey(axis)) throw new InvalidValueException($"EinsumDense: the axis '{axis}' of the kernel is neither one of the input nor of the output in '{equation}'.");
        KernelShape = [.. _kernel.Select(a => lengths[a])];
        Inputs = [.. Enumerable.Range(0, _kernel.Length).Where(i => !y.Contains(_kernel[i]))];
        Outputs = [.. Enumerable.Range(0, _kernel.Length).Where(i => y.Contains(_kernel[i]))];
        if (biasAxes is null) return;
        foreach (char axis in biasAxes)
            if (!y.Contains(axis)) throw new InvalidValueException($"EinsumDense: the bias axis '{axis}' is not among the output's axes '{y}'.");
        int first = biasAxes.Min(a => y.IndexOf(a));
        BiasShape = new Shape([.. y[first..].Select(a => biasAxes.Contains(a) ? lengths[a] : 1), .. left ? [] : Enumerable.Repeat(1, elided)]);
    }

    /// <summary>The kernel's lengths.</summary>
    public Shape KernelShape { get; }

    /// <summary>The bias' lengths; null without bias.</summary>
    public Shape? BiasShape { get; }

    /// <summary>The kernel's axes that are summed over.</summary>
    public int[] Inputs { get; }

    /// <summary>The kernel's axes that the output has.</summary>
    public int[] Outputs { get; }

    [GeneratedRegex(@"^(?<left>(?:\.\.\.)?)(?<x>[a-zA-Z]+)(?<right>(?:\.\.\.)?),(?<w>[a-zA-Z]+)->(?<left2>(?:\.\.\.)?)(?<y>[a-zA-Z]+)(?<right2>(?:\.\.\.)?)$")]
    private static partial Regex Form();
}
