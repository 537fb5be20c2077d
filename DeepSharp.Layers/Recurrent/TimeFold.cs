namespace DeepSharp.Layers;

/// <summary>Applies a function of one batch to all time steps at once.</summary>
internal static class TimeFold
{
    /// <summary>The function of [a · b, …] for x [a, b, …], as [a, b, …].</summary>
    public static Tensor Apply(Tensor x, Func<Tensor, Tensor> function)
    {
        var shape = x.Shape;
        if (x.Device == Device.Null)
        {
            var step = function(new(new(shape.Remove(0), x.DType), Device.Null));
            return new(new(step.Shape.Insert(0, shape[0]), step.DType), Device.Null);
        }
        var y = function(x.Reshape([shape[0] * shape[1], .. shape[2..]]));
        return y.Reshape([shape[0], shape[1], .. y.Shape[1..]]);
    }
}
