namespace DeepSharp.Gpu;

/// <summary>
/// The ways cuDNN offers to compute one direction of a convolution, those it rates fastest first. What it offers it may still refuse when it is asked to run;
/// then the next is tried, and where none is left the caller computes the convolution itself.
/// </summary>
internal sealed class DnnWays
{
    private const long MostWorkspace = 1L << 30;

    private readonly List<DnnAlgorithm> _ways = [];
    private bool _isProven;

    /// <summary>Keeps those that work in the workspace allowed and give the same bits every time.</summary>
    /// <param name="offered">What the library rated.</param>
    public DnnWays(ReadOnlySpan<DnnAlgorithm> offered)
    {
        foreach (ref readonly var way in offered)
            if (way.Status == 0 && way.Determinism == 1 && (long)way.Memory <= MostWorkspace) _ways.Add(way);
    }

    /// <summary>The best of those left; null where there is none.</summary>
    public DnnAlgorithm? Best => _ways.Count > 0 ? _ways[0] : null;

    /// <summary>Takes note of how <see cref="Best"/> ran; a way that has never run is dropped for any refusal.</summary>
    /// <returns>Whether it ran.</returns>
    /// <exception cref="CudaException">A way failed that has run before.</exception>
    public bool Took(int status, string call)
    {
        if (_isProven) CudaDnn.Check(status, call);
        else if (status != 0) _ways.RemoveAt(0);
        _isProven |= status == 0;
        return status == 0;
    }
}
