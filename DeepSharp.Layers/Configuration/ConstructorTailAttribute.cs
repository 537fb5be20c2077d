namespace DeepSharp;

/// <summary>Marks a method of a base class whose parameters every class marked <see cref="ConfigurableAttribute"/> that derives from it
/// takes in its constructor, too, behind its own. The generated constructor calls the method with them.</summary>
/// <remarks>All parameters need defaults. Those that the derived class declares itself are left to it and not handed to the method.</remarks>
/// <example><c>[ConstructorTail] protected void Configure(double? clipnorm = null)</c> in Optimizer gives <c>new Adam(1e-3, clipnorm: 1.0)</c>.</example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConstructorTailAttribute : Attribute;
