namespace DeepSharp;

/// <summary>What <see cref="Model.LoadTorchWeights"/> took from a file.</summary>
/// <param name="Matched">The modules of the file and the layers that got their weights.</param>
/// <param name="Missing">The layers that the file has nothing for, each with the reason; they keep their weights.</param>
/// <param name="Unused">The modules of the file that no layer needs.</param>
public sealed record TorchWeightsReport(IReadOnlyList<(string Module, string Layer)> Matched, IReadOnlyList<string> Missing, IReadOnlyList<string> Unused)
{
    /// <summary>One line for each match and each fault.</summary>
    public override string ToString() => string.Join("\n", [.. Matched.Select(m => $"{m.Module} -> {m.Layer}"), .. Missing, .. Unused]);
}
