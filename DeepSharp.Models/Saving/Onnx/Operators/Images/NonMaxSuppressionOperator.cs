namespace DeepSharp.Onnx;

/// <summary>The best boxes of each class that do not overlap a better one too much, as rows of image, class and box: known only where the boxes are.</summary>
internal sealed class NonMaxSuppressionOperator : OnnxOperator
{
    public override bool ReadsValue(int input) => true;

    public override OnnxValue[] Run(OnnxNode node, OnnxArguments x)
    {
        var (boxes, scores) = (x.Known(0), x.Known(1));
        if (boxes.Rank != 3 || scores.Rank != 3 || boxes.Shape[2] != 4 || scores.Shape[2] != boxes.Shape[1] || scores.Shape[0] != boxes.Shape[0])
            throw new ShapeMismatchException(
                $"[NonMaxSuppression] expects boxes [images, n, 4] and scores [images, classes, n] but got {boxes.Shape} and {scores.Shape}.");
        double Setting(int input, double otherwise) => x.Optional(input) is null ? otherwise : x.Number(input);
        double most = Setting(2, 0), overlap = Setting(3, 0), least = Setting(4, double.NegativeInfinity);
        double[] b = x.Doubles(0), s = x.Doubles(1);
        bool isCenter = node.Flag("center_point_box");
        int count = boxes.Shape[1], classes = scores.Shape[1];
        var chosen = new List<long>();
        for (int image = 0; image < boxes.Shape[0]; image++)
            for (int label = 0; label < classes; label++)
            {
                int row = (image * classes + label) * count;
                var kept = new List<int>();
                foreach (int i in Enumerable.Range(0, count).Where(i => s[row + i] > least).OrderByDescending(i => s[row + i]))
                {
                    if (kept.Count >= most) break;
                    if (!kept.Exists(k => Overlap(b.AsSpan((image * count + k) * 4, 4), b.AsSpan((image * count + i) * 4, 4), isCenter) > overlap)) kept.Add(i);
                }
                foreach (int i in kept) chosen.AddRange([image, label, i]);
            }
        return [Tensor.From<long>([.. chosen], [chosen.Count / 3, 3], Device.Cpu)];
    }

    /// <summary>The common part of two boxes by what they cover together.</summary>
    private static double Overlap(ReadOnlySpan<double> a, ReadOnlySpan<double> b, bool isCenter)
    {
        var (al, at, ar, ab) = Edges(a, isCenter);
        var (bl, bt, br, bb) = Edges(b, isCenter);
        double common = Math.Max(0, Math.Min(ar, br) - Math.Max(al, bl)) * Math.Max(0, Math.Min(ab, bb) - Math.Max(at, bt));
        double all = (ar - al) * (ab - at) + (br - bl) * (bb - bt) - common;
        return all > 0 ? common / all : 0;
    }

    private static (double Left, double Top, double Right, double Bottom) Edges(ReadOnlySpan<double> box, bool isCenter) => isCenter
        ? (box[0] - box[2] / 2, box[1] - box[3] / 2, box[0] + box[2] / 2, box[1] + box[3] / 2)
        : (Math.Min(box[1], box[3]), Math.Min(box[0], box[2]), Math.Max(box[1], box[3]), Math.Max(box[0], box[2]));
}
