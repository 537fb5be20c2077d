using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Cpu;

/// <summary>Products channel by channel, where each of <c>channels</c> inputs faces <c>multiplier</c> outputs.</summary>
internal static unsafe class ChannelProducts
{
    /// <summary><c>wide[c * multiplier + j] += narrow[c] * factor[c * multiplier + j]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread<T>(T* wide, T* narrow, T* factor, int channels, int multiplier) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int c = 0;
        if (multiplier == 1)
        {
            for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
                Vector.Store(MultiplyAdd.Run(Vector.Load(narrow + c), Vector.Load(factor + c), Vector.Load(wide + c)), wide + c);
        }
        for (; c < channels; c++)
        {
            for (int j = c * multiplier; j < (c + 1) * multiplier; j++)
                wide[j] = T.MultiplyAddEstimate(narrow[c], factor[j], wide[j]);
        }
    }

    /// <summary><c>narrow[c] += sum over j of wide[c * multiplier + j] * factor[c * multiplier + j]</c>.</summary>
    public static void Collect<T>(T* narrow, T* wide, T* factor, int channels, int multiplier) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (multiplier == 1)
        {
            // One output each: collecting is spreading, with the sum on the other side.
            Spread(narrow, wide, factor, channels, 1);
            return;
        }
        for (int c = 0; c < channels; c++)
        {
            T sum = narrow[c];
            for (int j = c * multiplier; j < (c + 1) * multiplier; j++)
                sum = T.MultiplyAddEstimate(wide[j], factor[j], sum);
            narrow[c] = sum;
        }
    }
}
