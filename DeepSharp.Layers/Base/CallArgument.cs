namespace DeepSharp;

/// <summary>What a call argument of a layer holds.</summary>
public enum CallArgumentKind
{
    /// <summary>One tensor.</summary>
    Tensor,

    /// <summary>A list of tensors.</summary>
    Tensors,

    /// <summary>A number, a bool or a string: a choice made for one call.</summary>
    Setting,
}

/// <summary>One argument that a layer's call takes. Normally generated from the method marked with <see cref="CallMethodAttribute"/>.</summary>
/// <param name="Name">Keras' name, in snake_case.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsRequired">Whether each call must give it.</param>
/// <param name="SettingType">The type of a setting.</param>
/// <param name="Default">The value of a setting that is not given.</param>
public sealed record CallArgument(string Name, CallArgumentKind Kind, bool IsRequired, Type? SettingType = null, object? Default = null)
{
    /// <summary>Whether this is a mask: those say nothing of the shapes that the weights are made for.</summary>
    internal bool IsMask => Name == "mask" || Name.EndsWith("_mask", StringComparison.Ordinal);

    /// <summary>The argument whose mask this is if none is given: <c>query_mask</c> belongs to <c>query</c>, <c>mask</c> to the first one.</summary>
    internal CallArgument? Masked(IReadOnlyList<CallArgument> all) =>
        Kind == CallArgumentKind.Setting || !IsMask ? null : Name == "mask" ? all[0] : all.FirstOrDefault(a => $"{a.Name}_mask" == Name);

    /// <summary>What a value must be, in words.</summary>
    internal string Expected => Kind switch
    {
        CallArgumentKind.Tensor => "a tensor",
        CallArgumentKind.Tensors => "a list of tensors",
        _ => ConfigConverter.Describe(SettingType!),
    };
}
