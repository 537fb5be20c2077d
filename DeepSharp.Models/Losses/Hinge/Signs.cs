namespace DeepSharp;

/// <summary>Labels as hinge losses need them.</summary>
internal static class Signs
{
    /// <summary>Labels that are all 0 or 1 as −1 and 1; others unchanged. Decided by the values, in the step itself.</summary>
    public static Tensor Of(Tensor labels)
    {
        var other = Tensor.NotEqual(labels * labels, labels).Any().Cast(labels.DType);     // 1 where a label is neither 0 nor 1
        return Tensor.Where(other.Equal(0), 2 * labels - 1, labels);
    }
}
