namespace DeepSharp.Onnx;

/// <summary>Where on an axis the elements of the resized axis lie.</summary>
/// <param name="Mode">ONNX's name of the rule.</param>
/// <param name="From">The axis' length.</param>
/// <param name="To">Its new length.</param>
/// <param name="Scale">New length by length, as it was asked for.</param>
/// <param name="Start">Where the part that is resized begins, as part of the axis; 0 but when cropping.</param>
/// <param name="End">Where it ends; 1 but when cropping.</param>
internal readonly record struct ResizePlace(string Mode, int From, int To, double Scale, double Start = 0, double End = 1)
{
    /// <summary>ONNX's names of the rules.</summary>
    public static readonly string[] Modes = ["half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize"];

    /// <summary>The place of an element, counted from the middle of the first one of the axis.</summary>
    public double Of(int output) => Mode switch
    {
        "half_pixel" => (output + 0.5) / Scale - 0.5,
        "half_pixel_symmetric" => From / 2.0 * (1 - To / (Scale * From)) + (output + 0.5) / Scale - 0.5,
        "pytorch_half_pixel" => To > 1 ? (output + 0.5) / Scale - 0.5 : 0,
        // By the length that was asked for, which need not be whole.
        "align_corners" => To > 1 && Scale * From != 1 ? output * (From - 1.0) / (Scale * From - 1) : 0,
        "asymmetric" => output / Scale,
        _ => To > 1 ? Start * (From - 1) + output * (End - Start) * (From - 1) / (To - 1) : 0.5 * (Start + End) * (From - 1),
    };
}
