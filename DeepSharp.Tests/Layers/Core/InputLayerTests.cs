using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class InputLayerTests
{
    [TestCase("""{"batch_shape":[null,28,null,1],"dtype":"float32","sparse":false,"ragged":false,"name":"image","optional":false}""", "InputLayer([28, ?, 1])")]
    [TestCase("""{"batch_shape":[8,5],"dtype":"int32","sparse":false,"ragged":false,"name":"words","optional":false}""", "InputLayer([5], batchSize: 8)")]
    public void InputLayer_ConfigOfKeras_RoundTrips(string config, string text)
    {
        string json = $$$"""{"module":"keras.layers","class_name":"InputLayer","config":{{{config}}},"registered_name":null}""";
        var layer = KerasJson.Read<InputLayer>(json);
        Assert.That(layer.ToString(), Is.EqualTo(text));
        Assert.That(KerasJson.Print(KerasJson.Write(layer)), Is.EqualTo(json));
    }

    [Test]
    public void InputLayer_Integers_FeedAnEmbedding()
    {
        var input = new InputLayer([3]) { DType = DType.Int32 }.Symbol;
        Assert.That(input.DType, Is.EqualTo(DType.Int32));
        Assert.That(input.Embedding(10, 4).Shape, Is.EqualTo(new Shape(Dim.Any, 3, 4)));
    }

    [Test]
    public void InputLayer_OldConfig_IsRead() => Assert.That(
        KerasJson.Read<Layer>("""{"class_name":"InputLayer","config":{"batch_shape":[null,4],"dtype":"float32","sparse":false,"name":"input_layer_16"}}""").Name,
        Is.EqualTo("input_layer_16"));

    [Test]
    public void InputLayer_Sparse_IsRefusedByName() => Assert.That(
        () => KerasJson.Read<Layer>("""{"class_name":"InputLayer","config":{"batch_shape":[null,4],"sparse":true}}"""),
        Throws.TypeOf<ConfigException>().With.Message.Contains("key 'sparse' is true"));
}
