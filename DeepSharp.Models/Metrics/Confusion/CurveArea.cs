namespace DeepSharp;

/// <summary>The area under a curve given by counts at rising thresholds.</summary>
/// <param name="tp">Weighted true positives at each threshold; they fall.</param>
/// <param name="fp">Weighted false positives at each threshold.</param>
/// <param name="fn">Weighted false negatives at each threshold.</param>
/// <param name="tn">Weighted true negatives at each threshold.</param>
internal readonly struct CurveArea(double[] tp, double[] fp, double[] fn, double[] tn)
{
    public double Under(AucCurve curve, AucSummation summation)
    {
        double area = 0;
        for (int i = 0; i + 1 < tp.Length; i++)
        {
            if (curve == AucCurve.PR && summation == AucSummation.Interpolation)
            {
                area += PrecisionRecallPiece(i);
                continue;
            }
            var (x0, y0) = Point(curve, i);
            var (x1, y1) = Point(curve, i + 1);
            area += (x0 - x1) * summation switch
            {
                AucSummation.Minoring => Math.Min(y0, y1),
                AucSummation.Majoring => Math.Max(y0, y1),
                _ => (y0 + y1) / 2,
            };
        }
        return area;
    }

    private (double X, double Y) Point(AucCurve curve, int i)
    {
        double recall = Ratio(tp[i], tp[i] + fn[i]);
        if (curve == AucCurve.ROC) return (Ratio(fp[i], fp[i] + tn[i]), recall);
        if (curve == AucCurve.PR) return (recall, Ratio(tp[i], tp[i] + fp[i]));
        // Gains diverge without true positives, and recall gain falls below zero for models worse than chance; both are cut off as in Keras.
        double odds = Ratio(tp[i] + fn[i], tn[i] + fp[i]);
        return tp[i] == 0 ? (0, 1) : (Math.Max(0, 1 - odds * fn[i] / tp[i]), 1 - odds * fp[i] / tp[i]);
    }

    /// <summary>
    /// Davis and Goadrich 2006: between two thresholds true positives are a linear function of predicted positives p, tp = s·p + c,
    /// so the area of precision over recall is ∫ (s + c/p) dtp = s · (Δtp + c · ln(p₀/p₁)), divided by all positives.
    /// </summary>
    private double PrecisionRecallPiece(int i)
    {
        double p0 = tp[i] + fp[i], p1 = tp[i + 1] + fp[i + 1];
        double slope = Ratio(tp[i] - tp[i + 1], Math.Max(p0 - p1, 0));
        double intercept = tp[i + 1] - slope * p1;
        double log = p0 > 0 && p1 > 0 ? Math.Log(p0 / p1) : 0;
        return Ratio(slope * (tp[i] - tp[i + 1] + intercept * log), Math.Max(tp[i + 1] + fn[i + 1], 0));
    }

    private static double Ratio(double a, double b) => b == 0 ? 0 : a / b;
}
