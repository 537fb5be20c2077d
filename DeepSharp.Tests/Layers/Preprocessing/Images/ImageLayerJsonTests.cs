using Newtonsoft.Json.Linq;

namespace DeepSharp.Tests;

/// <summary>The settings of image layers as Keras 3.15 writes them.</summary>
public sealed class ImageLayerJsonTests
{
    [TestCase("Resizing", """
        {"height": 8, "width": 6, "interpolation": "lanczos3", "crop_to_aspect_ratio": true, "pad_to_aspect_ratio": false, "fill_mode": "constant",
         "fill_value": 0.0, "antialias": true, "data_format": "channels_last"}
        """)]
    [TestCase("CenterCrop", """{"height": 4, "width": 5, "data_format": "channels_last"}""")]
    [TestCase("AutoContrast", """{"value_range": [0, 255], "data_format": "channels_last"}""")]
    [TestCase("Equalization", """{"bins": 256, "value_range": [0, 255], "data_format": "channels_last"}""")]
    [TestCase("Solarization", """
        {"value_range": [0, 255], "addition_factor": [0, 0.3], "threshold_factor": [0.1, 0.2], "seed": null, "data_format": "channels_last"}
        """)]
    [TestCase("ContrastLimitedAdaptiveHistogramEqualization", """
        {"value_range": [0, 255], "clip_limit": 4.0, "tile_grid_size": [8, 8], "data_format": "channels_last"}
        """)]
    [TestCase("AugMix", """
        {"value_range": [0, 255], "num_chains": 3, "chain_depth": 3, "factor": [0, 0.3], "alpha": 1.0, "all_ops": false, "interpolation": "bilinear",
         "seed": 7, "data_format": "channels_last"}
        """)]
    [TestCase("CutMix", """{"factor": [0, 1.0], "seed": null, "data_format": "channels_last"}""")]
    [TestCase("MaxNumBoundingBoxes", """{"max_number": 5, "fill_value": -1, "data_format": "channels_last"}""")]
    [TestCase("MixUp", """{"alpha": 0.2, "seed": 3, "data_format": "channels_last"}""")]
    [TestCase("RandAugment", """
        {"value_range": [0, 255], "num_ops": 2, "factor": [0, 0.5], "interpolation": "nearest", "seed": null, "data_format": "channels_last"}
        """)]
    [TestCase("RandomBrightness", """{"factor": [-0.2, 0.2], "value_range": [0, 255], "seed": 4, "data_format": "channels_last"}""")]
    [TestCase("RandomColorDegeneration", """{"factor": [-0.3, 0.3], "value_range": [0, 1], "seed": null, "data_format": "channels_last"}""")]
    [TestCase("RandomColorJitter", """
        {"value_range": [0, 255], "brightness_factor": 0.2, "contrast_factor": [0.1, 0.3], "saturation_factor": null, "hue_factor": 0.1, "seed": null,
         "data_format": "channels_last"}
        """)]
    [TestCase("RandomContrast", """{"factor": [0, 0.2], "value_range": [0, 255], "seed": null, "data_format": "channels_last"}""")]
    [TestCase("RandomCrop", """{"height": 3, "width": 4, "seed": 123456789, "data_format": "channels_last"}""")]
    [TestCase("RandomElasticTransform", """
        {"factor": [0, 1.0], "scale": [0, 1.0], "interpolation": "bilinear", "fill_mode": "mirror", "fill_value": 0.0, "value_range": [0, 255], "seed": null,
         "data_format": "channels_last"}
        """)]
    [TestCase("RandomErasing", """
        {"factor": [0, 1.0], "scale": [0.02, 0.33], "fill_value": null, "value_range": [0, 255], "seed": null, "data_format": "channels_last"}
        """)]
    [TestCase("RandomErasing", """{"factor": [0, 1.0], "scale": [0.02, 0.33], "fill_value": [1, 2.5, 3], "value_range": [0, 255], "seed": null}""")]
    [TestCase("RandomFlip", """{"seed": 2, "mode": "horizontal_and_vertical", "data_format": "channels_last"}""")]
    [TestCase("RandomGaussianBlur", """
        {"factor": [0, 1.0], "kernel_size": [3, 3], "sigma": [0.1, 2.0], "value_range": [0, 255], "seed": null, "data_format": "channels_last"}
        """)]
    [TestCase("RandomGrayscale", """{"factor": 0.5, "data_format": "channels_last"}""")]
    [TestCase("RandomHue", """{"factor": [0, 0.2], "value_range": [0, 255], "seed": null, "data_format": "channels_last"}""")]
    [TestCase("RandomInvert", """{"factor": [0, 1.0], "value_range": [0, 255], "seed": null, "data_format": "channels_last"}""")]
    [TestCase("RandomPerspective", """
        {"factor": [0, 1.0], "scale": 0.5, "interpolation": "bilinear", "fill_value": 0.0, "seed": null, "data_format": "channels_last"}
        """)]
    [TestCase("RandomPosterization", """{"factor": [1, 4], "value_range": [0, 255], "seed": null, "data_format": "channels_last"}""")]
    [TestCase("RandomRotation", """
        {"factor": [-0.2, 0.2], "data_format": "channels_last", "fill_mode": "reflect", "fill_value": 0.0, "interpolation": "bilinear", "seed": null}
        """)]
    [TestCase("RandomSaturation", """{"factor": [-0.4, 0.4], "value_range": [0, 255], "seed": null, "data_format": "channels_last"}""")]
    [TestCase("RandomSharpness", """{"factor": [0, 0.9], "value_range": [0, 255], "seed": null, "data_format": "channels_last"}""")]
    [TestCase("RandomShear", """
        {"x_factor": [-0.3, 0.3], "y_factor": [0.1, 0.2], "fill_mode": "wrap", "interpolation": "bilinear", "seed": null, "fill_value": 0.0,
         "data_format": "channels_last"}
        """)]
    [TestCase("RandomTranslation", """
        {"height_factor": 0.2, "width_factor": [-0.1, 0.3], "fill_mode": "constant", "interpolation": "nearest", "seed": null, "fill_value": 1.5,
         "data_format": "channels_last"}
        """)]
    [TestCase("RandomZoom", """
        {"height_factor": [-0.3, -0.2], "width_factor": null, "fill_mode": "nearest", "interpolation": "bilinear", "seed": null, "fill_value": 0.0,
         "data_format": "channels_last"}
        """)]
    public void Json_OfKeras_IsReadAndWrittenUnchanged(string name, string config)
    {
        var given = JObject.Parse(config);
        given["name"] = "layer";
        given["trainable"] = true;
        var layer = KerasJson.Read<Layer>(new JObject { ["class_name"] = name, ["module"] = "keras.layers", ["config"] = given.DeepClone() });
        var written = (JObject)KerasJson.Write(layer)["config"]!;
        // The one layout there is needs no key.
        given.Remove("data_format");
        foreach (var (key, value) in given) Assert.That(Same(value!, written[key]), $"{key}: {value} became {written[key]}");
    }

    [Test]
    public void Json_OtherLayouts_AreRefused() => Assert.That(
        () => KerasJson.Read<Layer>(JObject.Parse("""{"class_name": "RandomFlip", "config": {"data_format": "channels_first"}}""")),
        Throws.TypeOf<ConfigException>().With.Message.Contains("data_format"));

    [Test]
    public void Json_FactorOutside_NamesTheLayer() => Assert.That(
        () => KerasJson.Read<Layer>(JObject.Parse("""{"class_name": "RandomHue", "config": {"factor": [0, 3]}}""")),
        Throws.InstanceOf<DeepSharpException>().With.Message.Contains("RandomHue expects factor to be a number from 0 to 1"));

    /// <summary>Equal but for the way whole numbers are written.</summary>
    private static bool Same(JToken expected, JToken? got) => expected switch
    {
        JArray list => got is JArray other && list.Count == other.Count && list.Zip(other).All(p => Same(p.First, p.Second)),
        { Type: JTokenType.Integer or JTokenType.Float } => got is { Type: JTokenType.Integer or JTokenType.Float } && (double)expected == (double)got,
        { Type: JTokenType.Null } => got is null or { Type: JTokenType.Null },
        _ => JToken.DeepEquals(expected, got),
    };
}
