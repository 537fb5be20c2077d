namespace DeepSharp;

/// <summary>A running weighted mean held in two scalar variables.</summary>
internal sealed class MeanState(Variable total, Variable count)
{
    public void Add(Tensor values, Tensor? weight)
    {
        values = values.Cast(DType.Float32);
        if (weight is null)
        {
            total.Assign(total.Value + values.Sum());
            count.Assign(count.Value + values.Count);
            return;
        }
        var w = LossReduction.Fit(weight.Cast(DType.Float32), values);
        // Weights that say less than the values (one per sample for losses per step) apply to the values' mean over the rest.
        total.Assign(total.Value + (values * w).Sum());
        count.Assign(count.Value + w.BroadcastTo(values.Shape).Sum());
    }

    public Tensor Result()
    {
        var n = count.Value;
        return Tensor.Where(n > 0, total.Value / n, n.ScalarLike(0));
    }
}
