namespace DeepSharp.Layers;

/// <summary>Turns pairs of features by angles that grow with the position, so that products of queries and keys depend on their distance.</summary>
/// <remarks>
/// KerasHub's layer: [batch, steps, …, features] → the same, with an even number of features d. Features i and i + d / 2 are turned by
/// p · maxWavelength^(−2i / d) at position p. Su et al. 2021.
/// </remarks>
/// <param name="maxWavelength">The longest wavelength divided by 2π.</param>
/// <param name="scalingFactor">How far frequencies are stretched, as <paramref name="ropeType"/> says.</param>
/// <param name="ropeType">The rule of stretching.</param>
/// <param name="betaFast">Yarn: frequencies with at least so many turns in the original length keep their value.</param>
/// <param name="betaSlow">Yarn: those with at most so many turns are divided.</param>
/// <param name="originalMaxPositionEmbeddings">Yarn: the length the model was trained on.</param>
/// <param name="truncate">Yarn: whether the bounds between frequencies are rounded, and positions cut at the original length.</param>
/// <param name="sequenceAxis">The axis of steps.</param>
/// <param name="featureAxis">The axis of features.</param>
/// <param name="denominatorDim">The number of features in the exponent; the input's if null. Not for Yarn.</param>
[Layer(Package = "keras_hub", Module = "keras_hub.src.layers.modeling.rotary_embedding")]
public sealed partial class RotaryEmbedding(
    double maxWavelength = 10000, double scalingFactor = 1, RopeType ropeType = RopeType.Linear, double betaFast = 32, double betaSlow = 1,
    int originalMaxPositionEmbeddings = 4096, bool truncate = false, int sequenceAxis = 1, int featureAxis = -1, int? denominatorDim = null) : Layer
{
    /// <summary>The formula.</summary>
    /// <param name="inputs">[batch, steps, …, features].</param>
    /// <param name="startIndex">The first step's position.</param>
    /// <param name="positions">All positions, [steps] or [batch, steps], instead.</param>
    [CallMethod]
    private Tensor Call(Tensor inputs, int startIndex = 0, Tensor? positions = null)
    {
        InputRule.RequireAxes(this, inputs.Shape, 3);
        int steps = inputs.Shape.Axis(SequenceAxis, TypeName), features = inputs.Shape.Axis(FeatureAxis, TypeName), d = inputs.Shape[features];
        if (steps == features || d < 2 || d % 2 != 0)
            throw new ShapeMismatchException($"RotaryEmbedding expects an axis of steps and another axis with an even number of features, but axis {steps} and axis {features} of {inputs.Shape} are not that.");
        int[] others = [.. Enumerable.Range(0, inputs.Rank).Where(a => a != steps && a != features)], order = [others[0], steps, .. others[1..], features];
        var x = inputs.Transpose(order);

        var at = StepPositions.Of(this, x, x.Shape[1], startIndex, positions).Cast(WideDType);
        if (RopeType == RopeType.Yarn && Truncate) at = at.Minimum(OriginalMaxPositionEmbeddings);
        var angles = at.ExpandDims(-1) * StepPositions.Vector(x, RotaryFrequencies.Of(this, d), WideDType);
        angles = Tensor.Concat([angles, angles], -1);
        while (angles.Rank < x.Rank) angles = angles.ExpandDims(2);
        double factor = RopeType == RopeType.Yarn ? 0.1 * Math.Log(ScalingFactor) + 1 : 1;
        var halves = x.Split(2, -1);
        var turned = Tensor.Concat([-halves[1], halves[0]], -1);
        var y = x * (angles.Cos() * factor).Cast(ComputeDType) + turned * (angles.Sin() * factor).Cast(ComputeDType);
        return y.Transpose([.. Enumerable.Range(0, order.Length).Select(a => Array.IndexOf(order, a))]);
    }
}
