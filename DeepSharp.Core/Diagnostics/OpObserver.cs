using System.Diagnostics;

namespace DeepSharp;

/// <summary>Sees every op that runs eagerly on its thread, with the time it takes.</summary>
internal abstract class OpObserver : IDisposable
{
    [ThreadStatic] private static OpObserver? t_current;

    private readonly OpObserver? _outer;

    /// <summary>Starts to watch, until disposed.</summary>
    protected OpObserver() => (_outer, t_current) = (t_current, this);

    /// <summary>Who watches this thread, or null.</summary>
    public static OpObserver? Current => t_current;

    /// <summary>An op has run.</summary>
    protected abstract void Ran(Op op, ReadOnlySpan<TensorSpec> inputs, ReadOnlySpan<TensorSpec> outputs, TimeSpan time);

    /// <summary>Runs a kernel and measures it; work still going on at the device is waited for.</summary>
    public void Run(Device device, Kernel kernel, Op op, Tensor[] inputs, Tensor[] outputs)
    {
        device.Backend.Synchronize();
        long start = Stopwatch.GetTimestamp();
        kernel.Run(op, inputs, outputs);
        device.Backend.Synchronize();
        var time = Stopwatch.GetElapsedTime(start);
        Ran(op, Array.ConvertAll(inputs, t => t.Spec), Array.ConvertAll(outputs, t => t.Spec), time);
    }

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;
}
