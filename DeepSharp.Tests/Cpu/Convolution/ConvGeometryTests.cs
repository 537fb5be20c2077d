using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

public class ConvGeometryTests
{
    [Test]
    public void Create_TwoAxes_FillsDepthAndWorksOutOutput()
    {
        var g = ConvGeometry.Create(4, [28, 30], [3, 5], [2, 1], [1, 2], [1, 0], [0, 3], 8, 12, 4);
        Assert.That(g.Input, Is.EqualTo(new Extent3(1, 28, 30)));
        Assert.That(g.Output, Is.EqualTo(new Extent3(1, 14, 25)));
        Assert.That(g.PadBefore, Is.EqualTo(new Extent3(0, 1, 0)));
        Assert.That((g.GroupIn, g.GroupOut), Is.EqualTo((2, 3)));
    }

    [Test]
    public void Create_KernelBeyondInput_HasNoOutput() =>
        Assert.That(ConvGeometry.Create(1, [2], [3], [1], [1], [0], [0], 1, 1).Output.Volume, Is.Zero);

    [Test]
    public void Create_GroupsDoNotDivide_ThrowsWithChannels() =>
        Assert.That(() => ConvGeometry.Create(1, [5], [3], [1], [1], [0], [0], 6, 8, 4),
            Throws.ArgumentException.With.Message.Contains("6 -> 8 channels in 4 groups"));

    [Test]
    public void Create_ZeroStride_ThrowsWithAxis() =>
        Assert.That(() => ConvGeometry.Create(1, [5, 5], [3, 3], [1, 0], [1, 1], [0, 0], [0, 0], 1, 1),
            Throws.ArgumentException.With.Message.Contains("axis 1").And.Message.Contains("stride 0"));

    [Test]
    public void Create_LengthsDiffer_Throws() =>
        Assert.That(() => ConvGeometry.Create(1, [5, 5], [3], [1, 1], [1, 1], [0, 0], [0, 0], 1, 1),
            Throws.ArgumentException.With.Message.Contains("2 spatial axes").And.Message.Contains("kernel 1"));

    [Test]
    public void Create_FourAxes_Throws() =>
        Assert.That(() => ConvGeometry.Create(1, [5, 5, 5, 5], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0], 1, 1),
            Throws.ArgumentException.With.Message.Contains("1 to 3 spatial axes"));
}
