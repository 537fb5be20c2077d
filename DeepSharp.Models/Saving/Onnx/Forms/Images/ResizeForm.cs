namespace DeepSharp.Onnx;

/// <summary>Images brought to another size; with antialiasing, and by Lanczos' kernels, they are taken apart.</summary>
internal sealed class ResizeForm : OnnxForm<ResizeOp>
{
    protected override bool Fits(ResizeOp op, TensorSpec[] inputs) =>
        op.Interpolation == Interpolation.Bilinear && !op.Antialias && inputs[0].Shape.Rank is 4 or 5
        || op.Interpolation == Interpolation.Bicubic && !op.Antialias && inputs[0].Shape.Rank == 4 && inputs[0].Shape.Dims[1..^1].IndexOfAnyInRange(0, 3) < 0;

    protected override void Write(ResizeOp op, ExportNode node, OnnxWriter w)
    {
        var (x, y) = (node.Inputs[0], node.Outputs[0]);
        var sizes = w.Lengths(w.Rules([.. y.Specs.Select(s => (Shape)OnnxWriter.InFront(s.Shape.ToArray()))], node.Title));
        bool cubic = op.Interpolation == Interpolation.Bicubic;
        w.SetFirst(y, cubic
            ? w.Node("Resize", [w.First(x), "", "", sizes], ("mode", "cubic"),
                ("coordinate_transformation_mode", "half_pixel"), ("cubic_coeff_a", -0.5), ("exclude_outside", true))
            : w.Node("Resize", [w.First(x), "", "", sizes], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel")));
    }
}

/// <summary>Every element repeated along the spatial axes.</summary>
internal sealed class UpSampleForm : OnnxForm<UpSampleOp>
{
    protected override void Write(UpSampleOp op, ExportNode node, OnnxWriter w)
    {
        string scales = w.Floats([1, 1, .. op.Factors.Select(f => (float)f)]);
        w.SetFirst(node.Outputs[0], w.Node("Resize", [w.First(node.Inputs[0]), "", scales],
            ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")));
    }
}
