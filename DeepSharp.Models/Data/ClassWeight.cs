namespace DeepSharp;

/// <summary>Weights for classes of which there are few or many samples; give them to <c>Fit(classWeight: …)</c>.</summary>
public static class ClassWeight
{
    /// <summary>Weights with which every class counts the same: samples / (classes · samples of the class).</summary>
    /// <param name="labels">Class numbers [n] or [n, 1], or one row for each sample, of which the largest element is the class.</param>
    /// <returns>A weight for each class that occurs.</returns>
    /// <exception cref="ShapeMismatchException">There is not one class for each sample.</exception>
    public static Dictionary<int, double> Balanced(Tensor labels) => Balanced(ClassLabels.Of(labels).ToInts());

    /// <inheritdoc cref="Balanced(Tensor)"/>
    /// <param name="labels">Class numbers.</param>
    public static Dictionary<int, double> Balanced(int[] labels)
    {
        if (labels.Length == 0) throw new ShapeMismatchException("Class weights need labels, but there are none.");
        var counts = labels.CountBy(l => l).OrderBy(c => c.Key).ToList();
        return counts.ToDictionary(c => c.Key, c => (double)labels.Length / (counts.Count * (double)c.Value));
    }
}
