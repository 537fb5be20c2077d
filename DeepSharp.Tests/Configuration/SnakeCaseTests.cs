namespace DeepSharp.Tests.Configuration;

public sealed class SnakeCaseTests
{
    [TestCase("ReLU", "re_lu"), TestCase("Conv2DTranspose", "conv2d_transpose"), TestCase("LSTM", "lstm"), TestCase("GlorotUniform", "glorot_uniform")]
    [TestCase("kernelSize", "kernel_size"), TestCase("l1", "l1"), TestCase("MultiHeadAttention", "multi_head_attention"), TestCase("Float32", "float32")]
    public void SnakeCase_Name_FollowsKeras(string name, string expected) => Assert.That(SnakeCase.Of(name), Is.EqualTo(expected));
}
