namespace DeepSharp.Benchmarks;

/// <summary>The arguments of <c>step</c> and <c>compare</c>.</summary>
internal sealed record StepOptions
{
    public string? Only { get; private set; }

    public bool Json { get; private set; }

    public int? Threads { get; private set; }

    public int Rounds { get; private set; } = 5;

    public string? Peers { get; private set; }

    /// <summary>Reads arguments.</summary>
    /// <exception cref="ArgumentException">An argument is not known or lacks its value.</exception>
    public static StepOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new StepOptions();
        for (int i = 0; i < args.Length; i++)
            switch (args[i])
            {
                case "--json": options.Json = true; break;
                case "--only": options.Only = Case(Value(args, ref i)); break;
                case "--threads": options.Threads = int.Parse(Value(args, ref i)); break;
                case "--rounds": options.Rounds = int.Parse(Value(args, ref i)); break;
                case "--peers": options.Peers = Value(args, ref i); break;
                default: throw new ArgumentException($"'{args[i]}' is not known; known are --only NAME, --json, --threads N, --rounds N and for compare --peers FOLDER.");
            }
        return options;
    }

    private static string Value(ReadOnlySpan<string> args, ref int i) => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");

    private static string Case(string name)
    {
        string[] known = [.. StepRun.Names.Select(n => n.Split('/')[0]).Distinct()];
        return known.Contains(name) ? name : throw new ArgumentException($"There is no case '{name}'; there are {string.Join(", ", known)}.");
    }
}
