namespace DeepSharp;

/// <summary>A function applied to a layer's output, known by Keras' name; see <see cref="Activations"/> for all of them.</summary>
public sealed class Activation : IConfigValue<Activation>
{
    private readonly Func<Tensor, Tensor> _function;

    /// <summary>Makes an activation of your own.</summary>
    /// <param name="name">Its name; a model that uses it can be loaded where the name is registered with <see cref="Register"/>.</param>
    /// <param name="function">The function, written with tensor ops.</param>
    public Activation(string name, Func<Tensor, Tensor> function) => (Name, _function) = (name, function);

    /// <summary>Keras' name.</summary>
    public string Name { get; }

    /// <summary>Applies the function.</summary>
    public Tensor Apply(Tensor x)
    {
        var y = _function(x);
        if (Activations.LogitsOf(this) is { } function) y.Logits = new(x, function);
        return y;
    }

    /// <summary>Makes an activation known by its name, for loading models that use it.</summary>
    public static void Register(Activation activation) => Activations.Register(activation);

    /// <summary>Finds an activation by name.</summary>
    /// <exception cref="InvalidValueException">The name is not known.</exception>
    public static implicit operator Activation(string name) => Activations.Find(name);

    /// <inheritdoc/>
    public object? ToConfig() => Name;

    /// <inheritdoc/>
    public static Activation FromConfig(object? value) => value is string name
        ? Activations.Find(name)
        : throw new FormatException("the name of an activation is expected, for example \"relu\"");

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
