namespace DeepSharp.Tests;

/// <summary>The device new tensors and models get while a test runs.</summary>
internal static class DefaultDevice
{
    /// <summary>Runs something with another default device.</summary>
    public static T While<T>(Device device, Func<T> work)
    {
        var before = Device.Default;
        Device.Default = device;
        try { return work(); }
        finally { Device.Default = before; }
    }
}
