using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace DeepSharp;

/// <summary>The global seed: where everything that is not given a seed of its own gets one, in the order of creation.</summary>
/// <remarks>
/// After <see cref="Set"/> a program that creates the same layers and makes the same draws in the same order gives the same numbers.
/// Without it every run differs. Calls are safe from several threads, but then their order decides who gets which seed.
/// </remarks>
public static class Seeds
{
    private static readonly Lock s_lock = new();
    private static readonly ConcurrentDictionary<Device, SeedGenerator> s_generators = new();
    private static ulong s_seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private static ulong s_given;

    /// <summary>Fixes the global seed (Keras' <c>set_random_seed</c>) and restarts the sequence of default seeds and
    /// <see cref="Generator"/>.</summary>
    public static void Set(int seed)
    {
        lock (s_lock)
        {
            (s_seed, s_given) = ((ulong)seed, 0);
            foreach (var generator in s_generators.Values) generator.Reset(seed);
        }
    }

    /// <summary>The next default seed: not negative, so that it can stand in a configuration.</summary>
    /// <remarks>The n-th call (from 0) gives word 0 of Philox block n of draw 2⁶⁴ − 1 under the global seed, shifted right by one
    /// bit.</remarks>
    public static int Next()
    {
        lock (s_lock) return (int)(Philox.Block(s_given++, ulong.MaxValue, s_seed).W0 >> 1);
    }

    /// <summary>The generator that draws use when they are given neither a generator nor a seed: one a device.</summary>
    public static SeedGenerator Generator
    {
        get
        {
            var device = Trace.Current?.Device ?? Device.Default;
            lock (s_lock) return s_generators.GetOrAdd(device, static d => new SeedGenerator((int)(s_seed & int.MaxValue), d));
        }
    }
}
