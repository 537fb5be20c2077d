namespace DeepSharp.Onnx;

/// <summary>Tells errors of a node with the node's name.</summary>
internal static class OnnxErrors
{
    /// <summary>The error with the node's name; null where it is told already or is no fault of the node.</summary>
    public static DeepSharpException? Located(Exception e, OnnxNode node)
    {
        if (e is DeepSharpException && e.Message.Contains("\n  in ")) return null;
        string message = $"{e.Message}\n  in {node.Title}.";
        return e switch
        {
            ShapeMismatchException => new ShapeMismatchException(message),
            DTypeMismatchException => new DTypeMismatchException(message),
            NoValueException => new NoValueException(message),
            InvalidValueException => new InvalidValueException(message),
            DeepSharpException => new DeepSharpException(message, e),
            OverflowException or ArgumentException or IndexOutOfRangeException or DivideByZeroException or OutOfMemoryException =>
                new InvalidValueException(
                    $"[{node.OpType}] its inputs and attributes do not fit together or are out of range ({e.Message}).\n  in {node.Title}."),
            _ => null,
        };
    }
}
