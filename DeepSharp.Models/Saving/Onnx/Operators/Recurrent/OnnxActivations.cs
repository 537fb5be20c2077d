namespace DeepSharp.Onnx;

/// <summary>The activations of one direction of a recurrent node.</summary>
/// <param name="names">Their names.</param>
/// <param name="functions">The functions.</param>
/// <param name="clip">The bound of what they are given; none if infinite.</param>
internal sealed class OnnxActivations(string[] names, Func<Tensor, Tensor>[] functions, double clip)
{
    /// <summary>Applies one of them.</summary>
    public Tensor Apply(int function, Tensor x) => functions[function](double.IsInfinity(clip) ? x : x.Clip(-clip, clip));

    /// <summary>Whether they are these, and nothing is clipped.</summary>
    public bool Are(params ReadOnlySpan<string> usual) => double.IsInfinity(clip) && usual.SequenceEqual(names);

    /// <summary>Reads the activations of all directions.</summary>
    public static OnnxActivations[] Read(OnnxNode node, string[] usual, int directions)
    {
        string[] names = node.Texts("activations") ?? [.. Enumerable.Repeat(usual, directions).SelectMany(n => n)];
        if (names.Length != directions * usual.Length) throw node.Invalid($"it names {names.Length} activations; expected {directions * usual.Length}");
        var alphas = new Queue<double>(node.Floats("activation_alpha") ?? []);
        var betas = new Queue<double>(node.Floats("activation_beta") ?? []);
        double clip = node.Has("clip") ? node.Float("clip", 0) : double.PositiveInfinity;
        if (!(clip >= 0)) throw node.Invalid($"its clip is {clip}; expected at least 0");
        var functions = Array.ConvertAll(names, n => Function(node, n, alphas, betas));
        return [.. Enumerable.Range(0, directions).Select(d => (d * usual.Length)..((d + 1) * usual.Length))
            .Select(r => new OnnxActivations(names[r], functions[r], clip))];
    }

    private static Func<Tensor, Tensor> Function(OnnxNode node, string name, Queue<double> alphas, Queue<double> betas)
    {
        // Numbers stand only for the functions that have them, in order.
        double Alpha(double usual) => alphas.TryDequeue(out double a) ? a : usual;
        double Beta(double usual) => betas.TryDequeue(out double b) ? b : usual;
        string kind = name.ToLowerInvariant();
        double alpha = kind switch
        {
            "elu" or "thresholdedrelu" or "affine" or "scaledtanh" => Alpha(1),
            "leakyrelu" => Alpha(0.01),
            "hardsigmoid" => Alpha(0.2),
            _ => 0
        };
        double beta = kind switch { "affine" => Beta(0), "scaledtanh" => Beta(1), "hardsigmoid" => Beta(0.5), _ => 0 };
        return kind switch
        {
            "sigmoid" => x => x.Sigmoid(),
            "tanh" => x => x.Tanh(),
            "relu" => x => x.Relu(),
            "softsign" => x => x.Softsign(),
            "softplus" => x => x.Softplus(),
            "elu" => x => x.Elu(alpha),
            "leakyrelu" => x => x.LeakyRelu(alpha),
            "thresholdedrelu" => x => x.Threshold(alpha, 0),
            "affine" => x => x * alpha + beta,
            "scaledtanh" => x => (x * beta).Tanh() * alpha,
            "hardsigmoid" => x => (x * alpha + beta).Clip(0, 1),
            _ => throw node.Invalid($"it has no activation '{name}'"),
        };
    }
}
