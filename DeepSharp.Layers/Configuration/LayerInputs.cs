namespace DeepSharp;

/// <summary>How many tensors a layer takes.</summary>
public enum LayerInputs
{
    /// <summary>One tensor: the layer becomes a method of models and of symbolic tensors.</summary>
    One,

    /// <summary>Several tensors: the layer becomes a function, <c>Concatenate(a, b)</c>.</summary>
    Many,

    /// <summary>None, or in a way of its own: no method is generated.</summary>
    None,
}
