namespace DeepSharp.Tests;

public sealed class AllocationTests
{
    private object? _kept;

    [Test]
    public void None_RunThatAllocates_Fails() =>
        Assert.That(() => Allocation.None(() => _kept = new object(), () => "By new."),
            Throws.TypeOf<AssertionException>().With.Message.Contains("3 warm runs took 72 bytes").And.Message.Contains("By new."));

    [Test]
    public void None_RunThatAllocatesOnceLate_Passes()
    {
        int runs = 0;
        Allocation.None(() => { if (++runs == 4) _kept = new byte[1000]; });
        Assert.That(runs, Is.EqualTo(8), "two to warm up, a window that took memory, and one that took none");
    }
}
