namespace DeepSharp.Tests;

/// <summary>Values of the reference program's table of vectors: key 00…0f, message 00, 01, … of each length (github.com/veorq/SipHash, vectors.h).</summary>
public sealed class SipHashTests
{
    [TestCase(0, 0x726fdb47dd0e0e31ul)]
    [TestCase(1, 0x74f839c593dc67fdul)]
    [TestCase(2, 0x0d6c8009d9a94f5aul)]
    [TestCase(3, 0x85676696d7fb7e2dul)]
    [TestCase(8, 0x93f5f5799a932462ul)]
    [TestCase(15, 0xa129ca6149be45e5ul)]
    public void Hash64_ReferenceVectors_Agree(int length, ulong expected)
    {
        byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        Assert.That(SipHash.Hash64(message, 0x0706050403020100, 0x0f0e0d0c0b0a0908), Is.EqualTo(expected));
    }
}
