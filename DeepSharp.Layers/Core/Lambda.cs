using System.Collections.Concurrent;

namespace DeepSharp.Layers;

/// <summary>A function as a layer, without weights of its own.</summary>
/// <remarks>
/// The function is code, which files do not hold. Register it by name and the layer can be saved, and loaded wherever the same name is registered:
/// <c>var square = Lambda.Register("square", x => x * x); model.Lambda(square);</c>. A mask on the input ends here.
/// </remarks>
/// <param name="function">The function, written with tensor ops.</param>
[Layer]
[UnusedKey("output_shape"), UnusedKey("mask"), UnusedKey("arguments")]
public sealed partial class Lambda([NotConfig] Func<Tensor, Tensor> function) : Layer
{
    private static readonly ConcurrentDictionary<string, Func<Tensor, Tensor>> s_functions = new();

    /// <summary>The name the function is registered by, or null.</summary>
    public string? FunctionName => s_functions.FirstOrDefault(f => f.Value == Function).Key;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The function is not registered.</exception>
    public override IReadOnlyList<ConfigEntry> Config => [.. BaseConfig(), new("function", Reference(FunctionName ?? throw new NotSupportedException(
        $"{Title} cannot be written to a file: its function is code. Give it a name with Lambda.Register(\"name\", function) and pass what that returns.")))];

    /// <summary>Makes a function known by a name, for saving and loading layers that use it.</summary>
    /// <param name="name">The name in files.</param>
    /// <param name="function">The function; it replaces one registered by the same name before.</param>
    /// <returns>The function.</returns>
    /// <exception cref="InvalidValueException">The name is empty.</exception>
    public static Func<Tensor, Tensor> Register(string name, Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (string.IsNullOrWhiteSpace(name)) throw new InvalidValueException("Lambda.Register expects a name for the function but got none.");
        return s_functions[name] = function;
    }

    /// <summary>Rebuilds an instance from its settings.</summary>
    /// <param name="reader">The settings.</param>
    /// <returns>The new instance.</returns>
    /// <exception cref="ConfigException">The function is Python code, or no function is registered by its name.</exception>
    public static Lambda FromConfig(ConfigReader reader)
    {
        foreach (string key in (string[])["output_shape", "mask", "arguments"]) reader.Skip(key);
        var value = reader.Get<object>("function");
        var function = value is string name
            ? s_functions.GetValueOrDefault(name) ?? throw new InvalidValueException(
                $"no function is registered by the name '{name}'. Call Lambda.Register(\"{name}\", …) before loading.")
            : throw new InvalidValueException("its function is Python code, which cannot run here. Save a model without it, or with a function that has a name.");
        var result = new Lambda(function);
        result.ReadBaseConfig(reader);
        return result;
    }

    /// <summary>The constructor call.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"Lambda({FunctionName ?? "function"})";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x) => Function(x);

    /// <summary>A function as Keras writes it.</summary>
    private static Dictionary<string, object?> Reference(string name) =>
        new() { ["module"] = "builtins", ["class_name"] = "function", ["config"] = name, ["registered_name"] = name };
}
