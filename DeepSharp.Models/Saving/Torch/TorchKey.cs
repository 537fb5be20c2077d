using System.Text.RegularExpressions;

namespace DeepSharp.Torch;

/// <summary>The module of PyTorch that a tensor of a <c>state_dict</c> belongs to: all before the last dot, and in a recurrent one of several
/// layers also which.</summary>
/// <param name="Name">Its name, for example <c>features.0</c>.</param>
/// <param name="Layer">The number in <c>weight_ih_l0</c>, null for modules that are not recurrent.</param>
internal readonly partial record struct TorchKey(string Name, int? Layer = null)
{
    /// <summary>Takes a tensor's name apart.</summary>
    /// <returns>The module, and the tensor's name within it: <c>weight</c>, or of recurrent modules <c>weight_ih</c>,
    /// <c>weight_ih_reverse</c> and so on.</returns>
    public static (TorchKey Key, string Parameter) Parse(string tensor)
    {
        int dot = tensor.LastIndexOf('.');
        string name = dot < 0 ? "" : tensor[..dot], parameter = tensor[(dot + 1)..];
        var match = Recurrent().Match(parameter);
        if (!match.Success) return (new(name), parameter);
        // Cells have no number.
        int layer = match.Groups[2].Length > 0 ? int.Parse(match.Groups[2].ValueSpan) : 0;
        return (new(name, layer), match.Groups[1].Value + match.Groups[3].Value);
    }

    /// <summary>The name of one of the module's tensors.</summary>
    public string Tensor(string parameter)
    {
        string own = Layer is null ? parameter
            : parameter.EndsWith(Reverse, StringComparison.Ordinal) ? $"{parameter[..^Reverse.Length]}_l{Layer}{Reverse}" : $"{parameter}_l{Layer}";
        return Name.Length == 0 ? own : $"{Name}.{own}";
    }

    /// <summary>What the tensors of the direction from the last step to the first end in.</summary>
    public const string Reverse = "_reverse";

    public override string ToString() => Layer is null ? Name : $"{Name} (layer {Layer})";

    [GeneratedRegex(@"^((?:weight|bias)_(?:ih|hh))(?:_l(\d{1,6}))?(_reverse)?$")]
    private static partial Regex Recurrent();
}
