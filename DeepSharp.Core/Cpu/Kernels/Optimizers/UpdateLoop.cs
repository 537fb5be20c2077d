using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>A rule with its scalars, run over elements of an <see cref="UpdatePart{T}"/>.</summary>
internal unsafe struct UpdateLoop<TRule, T> where TRule : struct, IUpdateRule where T : unmanaged
{
    /// <summary>Elements that are the unit of splitting; a power of two, so that only the last block of a variable has a tail.</summary>
    public const int Block = 1024;

    /// <summary>Elements a thread should at least have to do.</summary>
    public const int Grain = 16 * 1024;

    public TRule Rule;
    public T Rate, Decay;

    /// <summary>Whether w ← w − w · <see cref="Decay"/> comes before the rule.</summary>
    public bool Decays;

    /// <summary>Updates the elements from start to end.</summary>
    public readonly void Run<V>(in UpdatePart<T> part, long start, long end) where V : struct, ILane<V, T>
    {
        // Copies that nothing else can see stay in registers.
        var (loop, own) = (this, part);
        long i = start;
        for (; i <= end - V.Count; i += V.Count) loop.Step(own, V.Load(own.G + i), i);
        for (; i < end; i++) loop.Step(own, Wide1<T>.Load(own.G + i), i);
    }

    /// <summary>Updates a register of elements whose gradient is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(in UpdatePart<T> part, V g, long i) where V : struct, ILane<V, T>
    {
        var w = V.Load(part.W + i);
        V s0 = default, s1 = default, s2 = default;
        if (part.S0 != null) s0 = V.Load(part.S0 + i);
        if (part.S1 != null) s1 = V.Load(part.S1 + i);
        if (part.S2 != null) s2 = V.Load(part.S2 + i);
        if (Decays) w -= w * V.Splat(Decay);
        Rule.Step(V.Splat(Rate), g, ref w, ref s0, ref s1, ref s2);
        w.Store(part.NewW + i);
        if (part.S0 != null) s0.Store(part.New0 + i);
        if (part.S1 != null) s1.Store(part.New1 + i);
        if (part.S2 != null) s2.Store(part.New2 + i);
    }
}
