using DeepSharp.Cpu;

namespace DeepSharp;

/// <summary>A function over tensors that several threads run at once: traced like a <see cref="TracedFunction"/>, with a program for each thread
/// that is inside it.</summary>
/// <remarks>
/// A program runs on one thread at a time; when all of a signature are running, another is compiled, up to <paramref name="most"/> of them, and further
/// callers wait. Programs that write variables (random states, states of layers) and programs of other devices than the CPU run one at a time.
/// The variables must not be assigned meanwhile.
/// </remarks>
/// <param name="function">The function; called only to trace it, by one thread at a time.</param>
/// <param name="device">Where programs run.</param>
/// <param name="capacity">How many programs are kept; the least recently used one that rests goes first.</param>
/// <param name="most">How many programs of one signature there may be; one a processor if not given.</param>
internal sealed class ProgramPool(Func<Tensor[], Tensor[]> function, Device? device = null, int capacity = 16, int? most = null)
{
    private readonly object _gate = new();
    private readonly List<Seat> _seats = [];
    private readonly int _most = most ?? Environment.ProcessorCount;
    private int _running;
    private bool _oneAtATime;

    /// <summary>The programs compiled so far, most recently used first.</summary>
    public IReadOnlyList<Program> Programs
    {
        get
        {
            lock (_gate) return [.. _seats.Select(s => s.Program)];
        }
    }

    /// <summary>Runs a program for these inputs, tracing it first if their signature is new.</summary>
    /// <returns>The caller's own copies of the results.</returns>
    public Tensor[] Run(params ReadOnlySpan<Tensor> inputs)
    {
        var seat = Take(inputs);
        try
        {
            return Array.ConvertAll(seat.Program.Run(inputs), y => y.Clone());
        }
        finally
        {
            lock (_gate)
            {
                seat.IsTaken = false;
                _running--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private Seat Take(ReadOnlySpan<Tensor> inputs)
    {
        lock (_gate)
        {
            while (true)
            {
                int at = Resting(inputs, out int fitting);
                if (at < 0 && fitting < _most && !(_oneAtATime && fitting > 0)) at = Add(inputs);
                if (at >= 0 && !(_oneAtATime && _running > 0))
                {
                    var seat = _seats[at];
                    if (at > 0)
                    {
                        _seats.RemoveAt(at);
                        _seats.Insert(0, seat);
                    }
                    seat.IsTaken = true;
                    _running++;
                    return seat;
                }
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Where a program for the inputs rests, or −1; <paramref name="fitting"/> counts those looked at.</summary>
    private int Resting(ReadOnlySpan<Tensor> inputs, out int fitting)
    {
        fitting = 0;
        for (int i = 0; i < _seats.Count; i++)
        {
            if (!_seats[i].Program.Fits(inputs)) continue;
            if (!_seats[i].IsTaken) return i;
            fitting++;
        }
        return -1;
    }

    private int Add(ReadOnlySpan<Tensor> inputs)
    {
        var specs = new TensorSpec[inputs.Length];
        for (int i = 0; i < specs.Length; i++) specs[i] = inputs[i].Spec;
        var program = Program.Compile(device ?? Device.Default, specs, function);
        _oneAtATime |= program.WritesVariables || program.Device.Backend is not CpuBackend;
        if (_seats.Count >= capacity && _seats.FindLastIndex(s => !s.IsTaken) is >= 0 and var idle) _seats.RemoveAt(idle);
        _seats.Insert(0, new(program));
        return 0;
    }

    private sealed class Seat(Program program)
    {
        public Program Program => program;

        public bool IsTaken { get; set; }
    }
}
