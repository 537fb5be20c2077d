namespace DeepSharp;

/// <summary>The base of every error this library throws about its own use. Messages name who, expected, got and the remedy.</summary>
public class DeepSharpException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Shapes do not fit the op or layer they were given to.</summary>
public sealed class ShapeMismatchException(string message) : DeepSharpException(message);

/// <summary>Element types do not fit the op or layer they were given to.</summary>
public sealed class DTypeMismatchException(string message) : DeepSharpException(message);

/// <summary>Operands live on different devices.</summary>
public sealed class DeviceMismatchException(string message) : DeepSharpException(message);

/// <summary>A device cannot run an op: it has no kernel and the op is no composition.</summary>
public sealed class MissingKernelException(string message) : DeepSharpException(message);

/// <summary>A gradient was asked of something that has none.</summary>
public sealed class NoGradientException(string message) : DeepSharpException(message);

/// <summary>A value was asked for where there is only a symbol: while a model is built or a step is traced.</summary>
public sealed class NoValueException(string message) : DeepSharpException(message);

/// <summary>A result holds NaN; looked for with <c>DEEPSHARP_DEBUG=4</c>.</summary>
public sealed class NotANumberException(string message) : DeepSharpException(message);

/// <summary>An argument's value is out of its range; labels outside the classes, indices outside an axis, rates outside 0 to 1.</summary>
public sealed class InvalidValueException(string message) : DeepSharpException(message);
