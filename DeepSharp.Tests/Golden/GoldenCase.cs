using System.Globalization;
using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

/// <summary>One case of a golden file: attributes, inputs, outputs and gradients.</summary>
/// <remarks>
/// The array <c>y.upstream</c> holds fixed weights for the output <c>y</c>, and <c>x.grad</c> the gradient of
/// the sum over all outputs of <c>sum(output * upstream)</c> with respect to the input <c>x</c>.
/// </remarks>
public sealed class GoldenCase
{
    private readonly Dictionary<string, GoldenArray> _arrays;
    private readonly string _file;

    internal GoldenCase(string file, JObject json)
    {
        _file = file;
        Name = (string)json["name"]!;
        Attributes = (JObject)json["attributes"]!;
        Inputs = json["inputs"]!.Values<string>().ToArray()!;
        Outputs = json["outputs"]!.Values<string>().ToArray()!;
        _arrays = ((JObject)json["arrays"]!).Properties().ToDictionary(entry => entry.Name, entry => Read(entry.Value));
    }

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>The options of the case in Keras' spelling, such as <c>strides</c> or <c>from_logits</c>.</summary>
    public JObject Attributes { get; }

    /// <summary>The names of the input arrays, in order.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of the output arrays, in order.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The names of the inputs that have a gradient.</summary>
    public IEnumerable<string> DifferentiableInputs => Inputs.Where(name => Has(name + ".grad"));

    /// <summary>Whether the case has an array of this name.</summary>
    public bool Has(string name) => _arrays.ContainsKey(name);

    /// <summary>An array: an input, an output, <c>&lt;input&gt;.grad</c> or <c>&lt;output&gt;.upstream</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such array; the message lists those there are.</exception>
    public GoldenArray Array(string name) => _arrays.TryGetValue(name, out var array)
        ? array
        : throw new KeyNotFoundException($"case '{Name}' of {_file} has no array '{name}'; it has {string.Join(", ", _arrays.Keys)}");

    /// <summary>The gradient with respect to an input.</summary>
    public GoldenArray Gradient(string input) => Array(input + ".grad");

    /// <summary>The weights of an output in the sum that is differentiated.</summary>
    public GoldenArray Upstream(string output) => Array(output + ".upstream");

    /// <summary>An attribute as <typeparamref name="T"/>, for instance <c>Attribute&lt;int[]&gt;("strides")</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such attribute; the message lists those there are.</exception>
    public T? Attribute<T>(string name) => Attributes.TryGetValue(name, out var value)
        ? value.ToObject<T>()
        : throw new KeyNotFoundException($"case '{Name}' of {_file} has no attribute '{name}'; it has "
            + string.Join(", ", Attributes.Properties().Select(entry => entry.Name)));

    /// <summary>The name, so that a test that runs over cases shows it.</summary>
    public override string ToString() => Name;

    // Infinities and NaN stand as strings, because JSON has no numbers for them.
    private static GoldenArray Read(JToken json) => new(
        json["shape"]!.Values<int>().ToArray(),
        json["values"]!.Select(value => Convert.ToDouble(((JValue)value).Value, CultureInfo.InvariantCulture)).ToArray());
}
