using System.Text;

namespace DeepSharp;

/// <summary>Keras' rule for turning names into snake_case: <c>Conv2DTranspose</c> gives <c>conv2d_transpose</c>, <c>ReLU</c> gives
/// <c>re_lu</c>, <c>kernelSize</c> gives <c>kernel_size</c>. This file is compiled into the source generator, too.</summary>
/// <remarks>Keras writes it as two regular expressions; as a loop it costs a program that loads a model no regular expressions at its start.</remarks>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            // A word begins at a capital behind a small letter, and at a capital before a small letter.
            if (i > 0 && name[i] is >= 'A' and <= 'Z' && (IsSmall(name, i - 1) || IsSmall(name, i + 1))) words.Append('_');
            words.Append(name[i]);
        }
        return words.ToString().ToLowerInvariant();
    }

    static bool IsSmall(string name, int at) => at < name.Length && name[at] is >= 'a' and <= 'z';
}
