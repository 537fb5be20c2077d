namespace DeepSharp.Serve;

/// <summary>One sample: a value for each input of the model.</summary>
/// <param name="Inputs">In the model's order.</param>
public sealed record Instance(InputValue[] Inputs)
{
    /// <summary>Whether both can lie in one batch: unknown lengths of the model are equal in them.</summary>
    public bool FitsWith(Instance other)
    {
        for (int i = 0; i < Inputs.Length; i++)
            if (Inputs[i].Shape != other.Inputs[i].Shape) return false;
        return true;
    }
}

/// <summary>The values of one input of a sample.</summary>
/// <param name="Shape">Their shape, all lengths known.</param>
/// <param name="Values">In row-major order.</param>
public readonly record struct InputValue(Shape Shape, double[] Values);
