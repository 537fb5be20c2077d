using DeepSharp.Gpu;

namespace DeepSharp.Tests.Cuda;

/// <summary>Drivers and GPUs that are too old are told, with the remedy, before a kernel fails on them.</summary>
public sealed class CudaRequirementsTests
{
    [TestCase(11080, 7, 0, 0, null)]
    [TestCase(13000, 9, 0, 3, null)]
    [TestCase(12040, 12, 0, 0, null)]
    [TestCase(11070, 8, 0, 0, "the driver speaks CUDA 11.7, and 11.8 is needed: install driver 520 or newer.")]
    [TestCase(12040, 6, 1, 0, "its compute capability is 6.1, and 7.0 is needed: Volta (2017) or newer.")]
    [TestCase(12040, 8, 9, 2, "its compute mode is 'prohibited': allow programs with 'nvidia-smi -c 0'.")]
    public void Missing_NamesWhatIsThereWhatIsNeededAndTheRemedy(int driver, int major, int minor, int mode, string? expected) =>
        Assert.That(new CudaRequirements(driver, (major, minor), mode).Missing, Is.EqualTo(expected));
}
