using System.Text;

namespace DeepSharp;

/// <summary>Writes an object as its constructor call, leaving out what has its default: <c>Conv2D(32, (3, 3), activation: relu)</c>.
/// Used by generated <c>ToString</c> methods.</summary>
/// <param name="typeName">The class.</param>
public sealed class ConstructorText(string typeName)
{
    readonly StringBuilder _text = new(typeName + "(");
    bool _any;

    /// <summary>Adds an argument without a name.</summary>
    /// <param name="value">The value.</param>
    /// <returns>This object.</returns>
    public ConstructorText With(object? value) => Append(ConfigText.Show(value));

    /// <summary>Adds a named argument, unless it has its default value.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="name">The parameter.</param>
    /// <param name="value">The value.</param>
    /// <param name="standard">The default value.</param>
    /// <returns>This object.</returns>
    public ConstructorText With<T>(string name, T value, T standard)
        => EqualityComparer<T>.Default.Equals(value, standard) || value is not IEquatable<T> && ConfigTree.Same(value, standard) ? this : Append($"{name}: {ConfigText.Show(value)}");

    /// <summary>The constructor call.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _text + ")";

    ConstructorText Append(string argument)
    {
        _text.Append(_any ? ", " : "").Append(argument);
        _any = true;
        return this;
    }
}
