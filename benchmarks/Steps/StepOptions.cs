namespace DeepSharp.Benchmarks;

/// <summary>The arguments of the commands that run the cases.</summary>
internal sealed record StepOptions
{
    public string? Only { get; private set; }

    public bool Json { get; private set; }

    public int? Threads { get; private set; }

    /// <summary>Rounds of which the best counts; a command has its own number where none is given.</summary>
    public int? Rounds { get; private set; }

    /// <summary>How often the cases are gone through.</summary>
    public int Passes { get; private set; } = 1;

    public string? Peers { get; private set; }

    /// <summary>Where the cases run; the CPU if not given.</summary>
    public string? Device { get; private set; }

    /// <summary>How GPUs may compute: <c>float32</c> exactly, <c>tf32</c>, or <c>bfloat16</c> with weights in float32.</summary>
    public string? Precision { get; private set; }

    /// <summary>What a command that starts itself again wants of the child.</summary>
    public string? Child { get; private set; }

    /// <summary>The cases chosen.</summary>
    public IEnumerable<StepCase> Cases => StepCases.All.Where(c => Only is null || Only == c.Name);

    /// <summary>Arguments that choose the same case in another process.</summary>
    public string[] OnlyArguments => Only is null ? [] : ["--only", Only];

    /// <summary>Reads arguments.</summary>
    /// <exception cref="UsageException">An argument is not known or lacks its value.</exception>
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
                case "--passes": options.Passes = int.Parse(Value(args, ref i)); break;
                case "--peers": options.Peers = Value(args, ref i); break;
                case "--device": options.Device = Value(args, ref i); break;
                case "--precision": options.Precision = Value(args, ref i); break;
                case "--child": options.Child = Value(args, ref i); break;
                default:
                    throw new UsageException(
                        $"'{args[i]}' is not known; known are --only NAME, --json, --threads N, --rounds N, --passes N, --device NAME, "
                        + "--precision float32|tf32|bfloat16, and where peers are measured --peers FOLDER.");
            }
        return options;
    }

    private static string Value(ReadOnlySpan<string> args, ref int i) => ++i < args.Length ? args[i] : throw new UsageException($"{args[i - 1]} needs a value.");

    private static string Case(string name)
    {
        string[] known = [.. StepRun.Names.Select(n => n.Split('/')[0]).Distinct()];
        return known.Contains(name) ? name : throw new UsageException($"There is no case '{name}'; there are {string.Join(", ", known)}.");
    }
}
