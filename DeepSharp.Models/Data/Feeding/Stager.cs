using System.Runtime.ExceptionServices;

namespace DeepSharp;

/// <summary>A thread that prepares one step at a time while another is used. Handing over allocates nothing.</summary>
internal sealed class Stager : IDisposable
{
    private readonly SemaphoreSlim _begin = new(0), _done = new(0);
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;
    private bool _busy;
    private volatile int _step;

    public Stager(Action<int> prepare)
    {
        _thread = new(() =>
        {
            while (true)
            {
                _begin.Wait();
                if (_step < 0) return;
                try { prepare(_step); }
                catch (Exception e) { _failure = ExceptionDispatchInfo.Capture(e); }
                _done.Release();
            }
        })
        { IsBackground = true, Name = "DeepSharp staging" };
        _thread.Start();
    }

    /// <summary>Starts to prepare a step.</summary>
    public void Begin(int step)
    {
        _step = step;
        _busy = true;
        _begin.Release();
    }

    /// <summary>Waits until the step begun last is prepared.</summary>
    public void Finish()
    {
        if (!_busy) return;
        _done.Wait();
        _busy = false;
        Interlocked.Exchange(ref _failure, null)?.Throw();
    }

    public void Dispose()
    {
        if (_busy) _done.Wait();
        _busy = false;
        _step = -1;
        _begin.Release();
        _thread.Join();
        _begin.Dispose();
        _done.Dispose();
    }
}
