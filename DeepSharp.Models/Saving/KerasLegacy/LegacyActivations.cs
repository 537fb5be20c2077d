using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>Activations that Keras 1 and 2 defined differently.</summary>
internal static class LegacyActivations
{
    /// <summary>What hard_sigmoid was before Keras 3: x/5 + 1/2 held within 0 and 1. Keras 3 divides by 6.</summary>
    public const string HardSigmoid = "legacy_hard_sigmoid";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Files written after an old one was loaded name it.")]
    internal static void Register() => Activation.Register(new(HardSigmoid, x => (x * 0.2 + 0.5).Clip(0, 1)));
}
