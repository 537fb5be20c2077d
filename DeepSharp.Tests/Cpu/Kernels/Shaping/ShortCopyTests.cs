using DeepSharp.Cpu;

namespace DeepSharp.Tests.Cpu;

public sealed unsafe class ShortCopyTests
{
    [Test]
    public void Copy_AnyLength_WritesThatAndNoMore()
    {
        byte[] from = [.. Enumerable.Range(0, 600).Select(i => (byte)(i % 251 + 1))];
        for (int bytes = 0; bytes <= 520; bytes++)
        {
            var to = new byte[600];
            fixed (byte* x = from, y = to) ShortCopy.Run(x + 3, y + 5, bytes);
            Assert.That(to.AsSpan(5, bytes).SequenceEqual(from.AsSpan(3, bytes)) && !to.AsSpan(0, 5).ContainsAnyExcept((byte)0)
                && !to.AsSpan(5 + bytes).ContainsAnyExcept((byte)0), $"{bytes} bytes");
        }
    }
}
