using System.Text;

namespace DeepSharp.Tests;

/// <summary>Values published with the C port of FarmHash's Fingerprint64 (github.com/tecnickcom/farmhash64, c/test/test_farmhash64.c).</summary>
public sealed class FarmHashTests
{
    [TestCase("", 0x9ae16a3b2f90404ful)]
    [TestCase("a", 0xb3454265b6df75e3ul)]
    [TestCase("ab", 0xaa8d6e5242ada51eul)]
    [TestCase("abc", 0x24a5b3a074e7f369ul)]
    [TestCase("abcd", 0x1a5502de4a1f8101ul)]
    [TestCase("abcdefg", 0x3c40c92b1ccb7355ul)]
    [TestCase("abcdefgh", 0xfee9d22990c82909ul)]
    [TestCase("0123456789'01234", 0x4283d4ef43627f64ul)]
    [TestCase("0123456789=012345", 0x46a7416ed4861e3bul)]
    [TestCase("C is as portable as Stonehedge!!", 0xb944f8a16261e414ul)]
    [TestCase("Discard medicine more than two years old.", 0xe8f89ab6df9bdd25ul)]
    [TestCase("How can you write a big system without C++?  -Paul Glick", 0x5a0a6efd52e84e2aul)]
    [TestCase("For every action there is an equal and opposite government program.", 0x55182f8859eca4ceul)]
    [TestCase("It's a tiny change to the code and not completely disgusting. - Bob Manchek", 0x38aa3175b37f305cul)]
    [TestCase("Even if I could be Shakespeare, I think I should still choose to be Faraday. - A. Huxley", 0x5a05644eb66e435eul)]
    [TestCase(
        "The fugacity of a constituent in a mixture of gases at a given temperature is proportional to its mole fraction.  Lewis-Randall Rule", 0x098eff6958c5e91aul)]
    public void Fingerprint64_PublishedValues_Agree(string text, ulong expected) =>
        Assert.That(FarmHash.Fingerprint64(Encoding.UTF8.GetBytes(text)), Is.EqualTo(expected));
}
