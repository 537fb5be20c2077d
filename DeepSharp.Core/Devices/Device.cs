using System.Collections.Concurrent;

namespace DeepSharp;

/// <summary>Where tensors live and ops run. Devices are data: no layer and no op names one.</summary>
public sealed class Device
{
    private static readonly ConcurrentDictionary<string, Func<int, Backend>> s_offered = new();
    private static readonly ConcurrentDictionary<(string, int), Device> s_opened = new();
    private static Device? s_default;

    private Device(string name, Backend backend) => (Name, Backend) = (name, backend);

    /// <summary>The managed CPU backend, present everywhere.</summary>
    public static Device Cpu { get; } = new("cpu", new Cpu.CpuBackend());

    /// <summary>A device without memory: ops only work out shapes. Models are built on it.</summary>
    public static Device Null { get; } = new("null", new NullBackend());

    /// <summary>The device new tensors and models use.</summary>
    public static Device Default
    {
        get => s_default ?? Cpu;
        set => s_default = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The name, for example <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Name { get; }

    /// <summary>What runs ops here.</summary>
    public Backend Backend { get; }

    /// <summary>Offers a family of devices under a name; the factory gets the device index and throws where the device cannot work.</summary>
    public static void Offer(string family, Func<int, Backend> open) => s_offered[family] = open;

    /// <summary>Opens a device of an offered family.</summary>
    /// <exception cref="DeviceMismatchException">No such family was offered.</exception>
    public static Device Open(string family, int index = 0) => s_opened.GetOrAdd((family, index), key =>
        s_offered.TryGetValue(key.Item1, out var open)
            ? new($"{key.Item1}:{key.Item2}", open(key.Item2))
            : throw new DeviceMismatchException($"No backend '{key.Item1}' is loaded. Known: cpu{string.Concat(s_offered.Keys.Select(k => ", " + k))}."));

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
