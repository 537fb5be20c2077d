using System.Text;
using System.Text.RegularExpressions;

namespace DeepSharp.Gpu;

/// <summary>The scalar functions in double precision that emitted code may call: bodies taken from the PTX of <c>kernels/scalar_functions.cu</c>.</summary>
internal static partial class PtxFunctions
{
    private static readonly Lazy<(string Shared, Dictionary<string, string> Bodies)> s_source = new(() => Parse(PtxResources.Read("scalar_functions")));

    /// <summary>The name of a function: that of the struct that stands for it on the CPU.</summary>
    public static string Of<TFunction>() => "deepsharp_" + typeof(TFunction).Name.ToLowerInvariant();

    /// <summary>The texts of functions and of all they need, in an order in which each is known before it is called.</summary>
    public static string Bodies(IReadOnlyCollection<string> functions)
    {
        if (functions.Count == 0) return "";
        var (shared, bodies) = s_source.Value;
        var text = new StringBuilder(shared);
        var done = new HashSet<string>();
        foreach (string function in functions) Add(function);
        return text.ToString();

        void Add(string name)
        {
            if (!bodies.TryGetValue(name, out string? body)) throw new CudaException($"kernels/scalar_functions.cu has no function '{name}'{KnownNames.Instead(name, bodies.Keys)}.");
            if (!done.Add(name)) return;
            foreach (string other in bodies.Keys)
                if (other != name && Regex.IsMatch(body, $@"\b{Regex.Escape(other)}\b")) Add(other);
            text.Append(body).Append('\n');
        }
    }

    private static (string, Dictionary<string, string>) Parse(string ptx)
    {
        var bodies = new Dictionary<string, string>(StringComparer.Ordinal);
        var shared = new StringBuilder();
        int at = 0;
        // What stands between the functions are constants in memory; the file's own directives come again in every module.
        foreach (Match header in FunctionStart().Matches(ptx))
        {
            if (header.Index < at) continue;
            int open = ptx.IndexOf('{', header.Index), end = open + 1;
            for (int depth = 1; depth > 0; end++) depth += ptx[end] == '{' ? 1 : ptx[end] == '}' ? -1 : 0;
            shared.Append(ptx, at, header.Index - at);
            bodies[header.Groups["name"].Value] = ptx[header.Index..end];
            at = end;
        }
        shared.Append(ptx, at, ptx.Length - at);
        return (string.Join('\n', shared.ToString().Split('\n').Where(line => line.StartsWith(".const", StringComparison.Ordinal)
            || line.StartsWith(".global", StringComparison.Ordinal))) + "\n", bodies);
    }

    [GeneratedRegex(@"^(?:\.visible |\.weak )?\.func\s*(?:\([^)]*\))?\s*(?<name>[\w$]+)\s*\([^)]*\)\s*(?=\{)", RegexOptions.Multiline)]
    private static partial Regex FunctionStart();
}
