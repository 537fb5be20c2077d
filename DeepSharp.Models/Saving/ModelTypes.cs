using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>Makes models known to files. They have no constructor that is their configuration, so nothing is generated for them.</summary>
internal static class ModelTypes
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The registry must be filled before the first file is read.")]
    internal static void Register()
    {
        ConfigRegistry.Register(new(typeof(Layer), typeof(Sequential), "Sequential", "keras", Sequential.FromConfig));
        ConfigRegistry.Register(new(typeof(Layer), typeof(Model), "Functional", "keras.src.models.functional", FunctionalReader.Read) { RegisteredName = "Functional" });
    }
}
