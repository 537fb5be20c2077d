namespace DeepSharp.Tests.Saving;

public sealed class Crc32Tests
{
    [Test]
    public void Append_CheckValue_IsTheStandards() => Assert.That(Crc32.Append(0, "123456789"u8), Is.EqualTo(0xCBF43926));

    /// <summary>Any length, from any place, in one piece or in two, bit by bit as the definition says.</summary>
    [TestCase(0), TestCase(1), TestCase(15), TestCase(127), TestCase(128), TestCase(129), TestCase(191), TestCase(192), TestCase(1000), TestCase(65537)]
    public void Append_AnyLength_FollowsTheDefinition(int length)
    {
        var bytes = new byte[length + 3];
        new Random(length).NextBytes(bytes);
        for (int start = 0; start < 4; start++)
        {
            var piece = bytes.AsSpan(start, length);
            uint c = uint.MaxValue;
            foreach (byte b in piece)
            {
                c ^= b;
                for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? c >> 1 ^ 0xEDB88320 : c >> 1;
            }
            Assert.That(Crc32.Append(0, piece), Is.EqualTo(~c));
            Assert.That(Crc32.Append(Crc32.Append(0, piece[..(length / 3)]), piece[(length / 3)..]), Is.EqualTo(~c));
        }
    }
}
