namespace DeepSharp.Tests.Cuda;

/// <summary>Every test of an op and of a layer, once more on the CUDA device: <see cref="OpCheck"/> and <see cref="LayerCheck"/> then compare it with the CPU.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class ParityTests
{
    private static IEnumerable<TestCaseData> Ops => CoveringTests.Of(t => t.IsSubclassOf(typeof(Op)) || t.Name.EndsWith("Fn", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData> Layers => CoveringTests.Of(t => t.IsSubclassOf(typeof(Layer)));

    [TestCaseSource(nameof(Ops))]
    public void Op_OnCuda_GivesWhatTheCpuGives(CoveringTest test) => DeviceCheck.Instead(CudaTestDevice.Open(), test.Run);

    [TestCaseSource(nameof(Layers))]
    public void Layer_OnCuda_GivesWhatTheCpuGives(CoveringTest test) => DeviceCheck.Instead(CudaTestDevice.Open(), test.Run);
}
