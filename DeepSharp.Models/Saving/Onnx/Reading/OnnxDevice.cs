namespace DeepSharp.Onnx;

/// <summary>Where operators put tensors that they make themselves.</summary>
internal static class OnnxDevice
{
    /// <summary>The device to make a constant on that meets a tensor: its own, or the CPU where it is a symbol of no device.</summary>
    public static Device Of(Tensor x) => x.Device == Device.Null ? Device.Cpu : x.Device;
}
