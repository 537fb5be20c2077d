using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>Where tensors live and ops run. Devices are data: no layer and no op names one.</summary>
public sealed class Device
{
    private static readonly ConcurrentDictionary<string, Func<int, Backend>> s_offered = new();
    private static readonly ConcurrentDictionary<(string Family, int Index), Device> s_opened = new();
    private static readonly Lock s_choosing = new();
    private static (string Family, Func<bool> Usable)? s_preferred;
    private static Device? s_default;

    private Device(string name, Backend backend) => (Name, Backend) = (name, backend);

    /// <summary>The managed CPU backend, present everywhere.</summary>
    public static Device Cpu { get; } = new("cpu", new Cpu.CpuBackend());

    /// <summary>A device without memory: ops only work out shapes. Models are built on it.</summary>
    public static Device Null { get; } = new("null", new NullBackend());

    /// <summary>
    /// The device new tensors and models use. Unless it is set it is what <c>DEEPSHARP_DEVICE</c> names (<c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>), else the first CUDA device where
    /// one can be used, else the CPU.
    /// </summary>
    /// <exception cref="DeviceMismatchException"><c>DEEPSHARP_DEVICE</c> names no device.</exception>
    public static Device Default
    {
        get => Volatile.Read(ref s_default) ?? Choose();
        set => Volatile.Write(ref s_default, value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>The name, for example <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Name { get; }

    /// <summary>What runs ops here.</summary>
    public Backend Backend { get; }

    /// <summary>Offers a family of devices under a name; the factory gets the device index and throws where the device cannot work.</summary>
    public static void Offer(string family, Func<int, Backend> open) => s_offered[family] = open;

    /// <summary>Makes the first device of an offered family the default where it can be used.</summary>
    /// <param name="family">The family.</param>
    /// <param name="usable">Whether a device of it can be used; must not throw.</param>
    public static void Prefer(string family, Func<bool> usable) => s_preferred = (family, usable);

    /// <summary>The device of a name such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="DeviceMismatchException">No device has this name.</exception>
    public static Device Parse(string name)
    {
        string[] parts = name.Trim().ToLowerInvariant().Split(':');
        if (parts is ["cpu"] or ["cpu", "0"]) return Cpu;
        if (parts.Length <= 2 && (parts.Length == 1 || int.TryParse(parts[1], out _))) return Open(parts[0], parts.Length == 2 ? int.Parse(parts[1]) : 0);
        throw new DeviceMismatchException($"'{name}' is not the name of a device. Write cpu, or a family and an index such as cuda:0.");
    }

    /// <summary>Opens a device of an offered family.</summary>
    /// <exception cref="DeviceMismatchException">No such family was offered.</exception>
    public static Device Open(string family, int index = 0) => s_opened.GetOrAdd((family, index), static key =>
    {
        if (!s_offered.ContainsKey(key.Family) && key.Family.Length > 0) Wake($"DeepSharp.{char.ToUpperInvariant(key.Family[0])}{key.Family[1..]}");
        return s_offered.TryGetValue(key.Family, out var open)
            ? new($"{key.Family}:{key.Index}", open(key.Index))
            : throw new DeviceMismatchException($"No backend '{key.Family}' is loaded. Known: cpu{string.Concat(s_offered.Keys.Select(k => ", " + k))}.");
    });

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static (string Family, Func<bool> Usable)? Preferred()
    {
        if (s_preferred is null) Wake("DeepSharp.Models");
        return s_preferred;
    }

    /// <summary>Assemblies offer their devices when something in them is first used; a program may ask for a device, or make its first tensor, before that.</summary>
    private static void Wake(string assembly)
    {
        try { RuntimeHelpers.RunModuleConstructor(Assembly.Load(assembly).ManifestModule.ModuleHandle); }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            // The program has been put together without it.
        }
    }

    /// <summary>Chooses once; a device other than the CPU that nobody named is told of.</summary>
    private static Device Choose()
    {
        lock (s_choosing)
        {
            if (s_default is { } chosen) return chosen;
            var device = Cpu;
            if (Environment.GetEnvironmentVariable("DEEPSHARP_DEVICE") is { Length: > 0 } named) device = Parse(named);
            else if (Preferred() is var (family, usable) && usable())
            {
                device = Open(family);
                Warnings.Say($"computing on {device} ({device.Backend.Description}). Set Device.Default or DEEPSHARP_DEVICE=cpu to compute on the processor.");
            }
            Volatile.Write(ref s_default, device);
            return device;
        }
    }
}
