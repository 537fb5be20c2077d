using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Configuration;

public sealed class SnakeCaseTests
{
    [TestCase("ReLU", "re_lu"), TestCase("Conv2DTranspose", "conv2d_transpose"), TestCase("LSTM", "lstm"), TestCase("GlorotUniform", "glorot_uniform")]
    [TestCase("kernelSize", "kernel_size"), TestCase("l1", "l1"), TestCase("MultiHeadAttention", "multi_head_attention"), TestCase("Float32", "float32")]
    [TestCase("", ""), TestCase("X", "x"), TestCase("ABc", "a_bc"), TestCase("_Own", "__own"), TestCase("ELU2Up", "elu2_up"), TestCase("aB", "a_b")]
    public void SnakeCase_Name_FollowsKeras(string name, string expected) => Assert.That(SnakeCase.Of(name), Is.EqualTo(expected));

    [Test]
    public void SnakeCase_AnyName_IsKerasExpression()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            string name = new(random.GetItems("ABCabc12_".AsSpan(), random.Next(9)));
            string words = Regex.Replace(name, "(.)([A-Z][a-z]+)", "$1_$2");
            Assert.That(SnakeCase.Of(name), Is.EqualTo(Regex.Replace(words, "([a-z])([A-Z])", "$1_$2").ToLowerInvariant()), name);
        }
    }
}
