namespace DeepSharp;

/// <summary>A running weighted mean held in two scalar variables.</summary>
internal sealed class MeanState(Variable total, Variable count)
{
    /// <summary>Takes in values; as in Keras a sample counts the same however many values it has.</summary>
    /// <param name="values">[batch, …] or a scalar.</param>
    /// <param name="weight">Weights fitted to the values, or null.</param>
    public void Add(Tensor values, Tensor? weight)
    {
        values = values.Cast(DType.Float64);
        weight = weight?.Cast(DType.Float64);
        int samples = values.Rank == 0 ? 1 : values.Shape[0];
        double share = samples == 0 ? 1 : (double)samples / Math.Max(1, values.Count);      // of one value in its sample
        var sum = weight is null ? values.Sum() : (values * weight).Sum();
        var known = weight is null ? null : weight.BroadcastTo(values.Shape).Sum();
        total.Assign(total.Value + sum * share);
        count.Assign(known is null ? count.Value + samples : count.Value + known * share);
    }

    public Tensor Result() => LossReduction.Ratio(total.Value, count.Value);
}
