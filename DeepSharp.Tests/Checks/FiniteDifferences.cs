namespace DeepSharp.Tests;

/// <summary>Derivatives by central differences, extrapolated twice so that the error is of sixth order in the step.</summary>
internal static class FiniteDifferences
{
    /// <summary>Σ weights · ∂outputs/∂element for chosen elements of one input.</summary>
    public static double[] Of(CheckCase c, int input, int[] elements, Tensor[] weights)
    {
        double[] origin = c.Inputs[input].ToDoubles();
        double[][] scale = Array.ConvertAll(weights, w => w.ToDoubles());
        var result = new double[elements.Length];
        for (int e = 0; e < elements.Length; e++)
        {
            int at = elements[e];
            double step = c.Options.Step * Math.Max(0.1, Math.Abs(origin[at]));
            double Slope(double h)
            {
                double[][] up = Values(origin[at] + h), down = Values(origin[at] - h);
                double sum = 0;
                for (int o = 0; o < up.Length; o++)
                    for (int i = 0; i < scale[o].Length; i++) sum += scale[o][i] * (up[o][i] - down[o][i]);
                return sum / (2 * h);
            }
            double[][] Values(double value)
            {
                double[] moved = [.. origin];
                moved[at] = value;
                Tensor[] inputs = [.. c.Inputs];
                inputs[input] = Tensor.From(moved, c.Inputs[input].Shape);
                return [.. c.Function(inputs).Where(y => y.DType.IsFloating).Select(y => y.ToDoubles())];
            }
            double a = Slope(step), b = Slope(step / 2), d = Slope(step / 4);
            double ab = (4 * b - a) / 3, bd = (4 * d - b) / 3;
            result[e] = (16 * bd - ab) / 15;
        }
        return result;
    }
}
