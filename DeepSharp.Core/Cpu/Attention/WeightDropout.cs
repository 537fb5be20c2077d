using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>What dropout multiplies attention weights with: any block of it can be made again from the random state.</summary>
internal readonly unsafe struct WeightDropout
{
    /// <summary>Words a line of a block takes: what lies before its first key, and whole groups of blocks behind its last.</summary>
    private const int Line = AttentionProblem.KeyBlock + 4 * PhiloxWords.BlocksPerGroup;

    private readonly ulong _seed, _draw;
    private readonly int _threshold;
    private readonly double _scale;

    /// <param name="rate">The part that is dropped.</param>
    /// <param name="state">The random state.</param>
    public WeightDropout(double rate, Tensor state)
    {
        ulong* words = state.Pointer<ulong>();
        (_seed, _draw, _threshold, _scale, IsOn) = (words[0], words[1], RandomBernoulliOp.Threshold(1 - rate), DropoutOp.ScaleOf(rate), true);
    }

    /// <summary>Whether weights are dropped at all.</summary>
    public bool IsOn { get; }

    /// <summary>The factors of a block, [keys, width], each query in a lane.</summary>
    /// <param name="first">The number of the first query's first weight among all weights, in row-major order.</param>
    /// <param name="step">Weights of a query.</param>
    /// <param name="queries">Queries of the block, at most <paramref name="width"/>.</param>
    /// <param name="keys">Keys of the block.</param>
    /// <param name="width">Lanes.</param>
    /// <param name="factors">Gets them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Factors<T>(long first, long step, int queries, int keys, int width, T* factors) where T : unmanaged
    {
        using var scratch = ScratchArena.Rent<uint>((long)width * (Line + keys));
        uint** lines = stackalloc uint*[width];
        for (int i = 0; i < queries; i++, first += step)
        {
            uint* line = scratch.Pointer + i * Line;
            int lead = (int)(first % 4);
            PhiloxWords.Fill(line, (ulong)(first / 4), (lead + keys + 3) / 4, _draw, _seed);
            lines[i] = line + lead;
        }
        // Only moved, so that it does not matter that the words are no floats.
        uint* turned = scratch.Pointer + width * Line;
        PanelInterleave.Run((float**)lines, queries, width, keys, (float*)turned);
        if (typeof(T) == typeof(float)) Choose(turned, (float*)factors, keys * width);
        else
            for (int i = 0; i < keys * width; i++) ((double*)factors)[i] = (int)(turned[i] >> 8) < _threshold ? _scale : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Choose(uint* words, float* to, int count)
    {
        var (threshold, scale) = (new Vector<int>(_threshold), new Vector<float>((float)_scale));
        int i = 0;
        for (; i <= count - Vector<int>.Count; i += Vector<int>.Count)
        {
            var keep = Vector.LessThan(Vector.AsVectorInt32(Vector.ShiftRightLogical(Vector.Load(words + i), 8)), threshold);
            Vector.Store(Vector.ConditionalSelect(keep, scale, Vector<float>.Zero), to + i);
        }
        for (; i < count; i++) to[i] = (int)(words[i] >> 8) < _threshold ? (float)_scale : 0;
    }
}
