using System.Text;

namespace DeepSharp;

/// <summary>Names of ops derived from type names: <c>LogSoftmaxOp</c> and <c>LogSoftmaxFn</c> are both <c>log_softmax</c>.</summary>
internal static class OpNames
{
    public static string OfFunction(Type type) => SnakeCase(type.Name[..^2]);

    public static string OfOp(Type type) => SnakeCase(type.Name.Split('`')[0][..^2]);

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1])) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
