namespace DeepSharp;

/// <summary>The value a nullable constructor parameter stands for when it is null. The generated property then has the non-nullable type.</summary>
/// <example><c>[DefaultsTo("new GlorotUniform()")] Initializer? kernelInitializer = null</c>,
/// <c>[DefaultsTo("poolSize ?? 2")] Size2D? strides = null</c></example>
/// <param name="expression">A C# expression; it may use the names of other parameters.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DefaultsToAttribute(string expression) : Attribute
{
    /// <summary>The C# expression.</summary>
    public string Expression { get; } = expression;
}
