using Newtonsoft.Json.Linq;

namespace DeepSharp;

public partial class Model
{
    /// <summary>Compares the gradients of the loss with finite differences, in float64, for a sample of the elements of every trainable weight.</summary>
    /// <remarks>
    /// A copy of the model in float64 is checked; this model does not change. The loss is the compiled one with what layers and regularizers add;
    /// where no loss is compiled or no targets are given, it is a random weighted sum of the outputs. Random states and moving statistics are put
    /// back before each run, so layers that draw numbers draw the same ones.
    /// </remarks>
    /// <param name="data">A small batch; targets are needed for the compiled loss.</param>
    /// <param name="elements">How many elements of each weight are compared at most, spread evenly over it.</param>
    /// <param name="tolerance">The largest relative error that is accepted.</param>
    /// <param name="training">Whether layers behave as in training.</param>
    /// <exception cref="DeepSharpException">A layer cannot be rebuilt from its settings, which the copy needs.</exception>
    /// <example><code>Console.WriteLine(model.GradientCheck((x[..4], y[..4])));</code></example>
    public GradientReport GradientCheck(DataSource data, int elements = 10, double tolerance = 1e-5, bool training = false)
    {
        if (elements < 1) throw new InvalidValueException($"GradientCheck: elements must be 1 or more, got {elements}.");
        data = data.For(this);
        if (data.Dataset is not null)
            throw new DeepSharpException("GradientCheck takes one batch of tensors, not a dataset; give for example (x, y) of a few samples.");
        EnsureBuilt(data.X);
        static Tensor Exact(Tensor t) => t.DType.IsFloating ? t.Cast(DType.Float64) : t;
        var batch = new StepData(Array.ConvertAll(data.X, Exact), Array.ConvertAll(data.Y, Exact), Array.ConvertAll(data.SampleWeights, Exact));
        var copy = InDouble();
        copy.Apply(batch.X);
        copy.SetWeights(GetWeights());
        foreach (var (to, from) in copy.States.Zip(States)) to.Assign(from.Value);
        if (_compiledLoss is { } loss && batch.Y.Length > 0) copy.Compile(new SGD(0), loss.Set, lossWeights: loss.Weights, autoScaleLoss: false);
        return copy.CompareGradients(batch, elements, tolerance, training);
    }

    /// <summary>This model with all layers in float64.</summary>
    private Model InDouble()
    {
        static Layer Wide(Layer layer)
        {
            ModelCloner.RequireRebuildable(layer);
            var json = KerasJson.Write(layer);
            foreach (var policy in json.DescendantsAndSelf().OfType<JObject>().Where(o => (string?)o["class_name"] == "DTypePolicy"))
                policy["config"]!["name"] = "float64";
            return KerasJson.Read<Layer>(json);
        }
        return this is Sequential || HasGraph ? new ModelCloner(Wide, recursive: true).Clone(this) : (Model)Wide(this);
    }

    private GradientReport CompareGradients(StepData batch, int elements, double tolerance, bool training)
    {
        var weights = TrainableWeights;
        Variable[] restored = [.. Weights.Except(weights), .. States];
        var first = Array.ConvertAll(restored, v => v.Value);
        Tensor Loss()
        {
            for (int i = 0; i < restored.Length; i++) restored[i].Assign(first[i]);
            var (outputs, added) = Forward(batch.X, training);
            return _compiledLoss is not null ? ComputeLoss(batch, outputs, added) : Mixed(outputs);
        }
        Tensor[] gradients;
        double loss;
        using (var tape = new GradientTape())
        {
            var value = Loss();
            (loss, gradients) = (value.Item(), tape.Gradient(value, weights));
        }
        double largest = gradients.SelectMany(g => g.ToDoubles()).Select(Math.Abs).DefaultIfEmpty(0).Max();

        var entries = new List<GradientEntry>();
        foreach (var (w, weight) in weights.Index())
        {
            double[] values = weight.Value.ToDoubles(), gradient = gradients[w].ToDoubles();
            (double Slope, double Bend) Around(int at, double step)
            {
                double At(double value)
                {
                    double[] moved = [.. values];
                    moved[at] = value;
                    weight.Assign(Tensor.From(moved, weight.Shape));
                    return Loss().Item();
                }
                double above = At(values[at] + step), below = At(values[at] - step);
                return ((above - below) / (2 * step), Math.Abs(above - 2 * loss + below) / step);
            }
            int count = Math.Min(elements, values.Length);
            for (int e = 0; e < count; e++)
            {
                int at = (int)((long)e * values.Length / count);
                double step = 1e-4 * Math.Max(0.1, Math.Abs(values[at]));
                var (coarse, fine) = (Around(at, step), Around(at, step / 2));
                // The error of the finer slope is a quarter of the other's: together they cancel it.
                double difference = (4 * fine.Slope - coarse.Slope) / 3;
                double scale = Math.Max(Math.Max(Math.Abs(gradient[at]), Math.Abs(difference)), Math.Max(1e-3 * largest, 1e-8));
                // A curve bends half as much over half the step, a kink at the very place as much as before.
                bool smooth = Math.Abs(coarse.Slope - fine.Slope) <= tolerance * scale && (fine.Bend <= 0.01 * scale || fine.Bend < 0.75 * coarse.Bend);
                entries.Add(new(weight.Path, Place(weight.Shape, at), gradient[at], difference, smooth)
                {
                    Error = Math.Abs(gradient[at] - difference) / scale,
                });
            }
            weight.Assign(Tensor.From(values, weight.Shape));
        }
        return new(entries, tolerance);
    }

    /// <summary>A sum of the outputs with fixed random factors, which any wrong gradient changes.</summary>
    private static Tensor Mixed(Tensor[] outputs) => outputs.Select((y, i) =>
        (y.Cast(DType.Float64) * Tensor.RandomUniform(y.Shape, 0.5, 1.5, DType.Float64, 7 + i)).Sum()).Aggregate((a, b) => a + b);

    private static int[] Place(Shape shape, int element)
    {
        var place = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; element /= shape[d--]) place[d] = element % shape[d];
        return place;
    }
}
