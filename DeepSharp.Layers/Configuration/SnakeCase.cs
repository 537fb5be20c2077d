using System.Text.RegularExpressions;

namespace DeepSharp;

/// <summary>Keras' rule for turning names into snake_case: <c>Conv2DTranspose</c> gives <c>conv2d_transpose</c>, <c>ReLU</c> gives
/// <c>re_lu</c>, <c>kernelSize</c> gives <c>kernel_size</c>. This file is compiled into the source generator, too.</summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var words = Regex.Replace(name, "(.)([A-Z][a-z]+)", "$1_$2", RegexOptions.CultureInvariant);
        return Regex.Replace(words, "([a-z])([A-Z])", "$1_$2", RegexOptions.CultureInvariant).ToLowerInvariant();
    }
}
