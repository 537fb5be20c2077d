namespace DeepSharp.Metrics;

/// <summary>
/// Mean average precision of found objects, as COCO measures it: the area under precision over recall, for each class and threshold of overlap.
/// </summary>
/// <remarks>
/// Lin et al. 2014. In each image and class, found boxes are taken by falling score; each is right if the free object it overlaps most reaches the threshold,
/// and takes that object. Precision is made to fall with recall and read at 101 recalls from 0 to 1. Images are given one by one to <c>Update</c>; it takes
/// lists of boxes, so it is no metric of a training step.
/// </remarks>
public sealed class MeanAveragePrecision
{
    private const int Recalls = 101;
    private readonly double[] _thresholds;
    private readonly int _maxDetections;
    private readonly SortedDictionary<int, int> _objects = [];
    private readonly Dictionary<int, List<(double Score, bool[] Right)>> _found = [];

    /// <summary>Makes a measure.</summary>
    /// <param name="thresholds">The least overlaps (intersection over union) at which a box is right; 0.5, 0.55, …, 0.95 if null.</param>
    /// <param name="maxDetections">How many boxes of an image and class count, those with the highest scores.</param>
    /// <exception cref="InvalidValueException">A threshold is not above 0 and at most 1, or no box would count.</exception>
    public MeanAveragePrecision(IReadOnlyList<double>? thresholds = null, int maxDetections = 100)
    {
        _thresholds = thresholds is null ? [.. Enumerable.Range(0, 10).Select(i => (50 + 5 * i) / 100.0)] : [.. thresholds];
        if (_thresholds.Length == 0) throw new InvalidValueException("MeanAveragePrecision: give at least one threshold.");
        foreach (double t in _thresholds)
            if (t is not (> 0 and <= 1)) throw new InvalidValueException($"MeanAveragePrecision: thresholds must be above 0 and at most 1 but one is {t}.");
        _maxDetections = maxDetections > 0 ? maxDetections
            : throw new InvalidValueException($"MeanAveragePrecision: maxDetections must be positive but is {maxDetections}.");
    }

    /// <summary>Takes in an image.</summary>
    /// <param name="truth">The objects in it.</param>
    /// <param name="found">The objects the model finds.</param>
    /// <exception cref="InvalidValueException">A score is NaN.</exception>
    public void Update(IReadOnlyList<TrueBox> truth, IReadOnlyList<FoundBox> found)
    {
        if (found.Any(f => double.IsNaN(f.Score))) throw new InvalidValueException("MeanAveragePrecision: a score is NaN.");
        foreach (var t in truth) _objects[t.Class] = _objects.GetValueOrDefault(t.Class) + 1;
        foreach (var group in found.GroupBy(f => f.Class))
        {
            FoundBox[] boxes = [.. group.OrderByDescending(f => f.Score).Take(_maxDetections)];
            Box[] objects = [.. truth.Where(t => t.Class == group.Key).Select(t => t.Box)];
            var right = boxes.Select(_ => new bool[_thresholds.Length]).ToArray();
            for (int t = 0; t < _thresholds.Length; t++) Match(boxes, objects, t, right);
            if (!_found.TryGetValue(group.Key, out var all)) _found[group.Key] = all = [];
            all.AddRange(boxes.Zip(right, (b, r) => (b.Score, r)));
        }
    }

    /// <summary>Takes in an image given by tensors, as a model gives them.</summary>
    /// <param name="trueBoxes">[objects, 4]: left, top, right, bottom.</param>
    /// <param name="trueClasses">[objects].</param>
    /// <param name="boxes">[found, 4].</param>
    /// <param name="classes">[found].</param>
    /// <param name="scores">[found].</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public void Update(Tensor trueBoxes, Tensor trueClasses, Tensor boxes, Tensor classes, Tensor scores)
    {
        double[] s = Column(scores, boxes, "scores");
        Update([.. Boxes(trueBoxes).Zip(Column(trueClasses, trueBoxes, "classes"), (b, c) => new TrueBox(b, (int)c))],
            [.. Boxes(boxes).Zip(Column(classes, boxes, "classes"), (b, c) => (Box: b, Class: (int)c)).Select((b, i) => new FoundBox(b.Box, b.Class, s[i]))]);
    }

    /// <summary>The scores over everything taken in since the last reset.</summary>
    public DetectionScores Result()
    {
        int[] classes = [.. _objects.Keys];
        var precisions = new double[_thresholds.Length, classes.Length];
        foreach (var (c, id) in classes.Index())
        {
            // Sorting is stable: of equal scores the image taken in first comes first.
            var found = _found.GetValueOrDefault(id, []).OrderByDescending(f => f.Score).ToArray();
            for (int t = 0; t < _thresholds.Length; t++) precisions[t, c] = Area([.. found.Select(f => f.Right[t])], _objects[id]);
        }
        return new(_thresholds, classes, precisions);
    }

    /// <summary>Forgets everything taken in.</summary>
    public void Reset()
    {
        _objects.Clear();
        _found.Clear();
    }

    private void Match(FoundBox[] boxes, Box[] objects, int threshold, bool[][] right)
    {
        var taken = new bool[objects.Length];
        for (int i = 0; i < boxes.Length; i++)
        {
            int best = -1;
            double overlap = Math.Min(_thresholds[threshold], 1 - 1e-10);
            for (int j = 0; j < objects.Length; j++)
                if (!taken[j] && boxes[i].Box.IoU(objects[j]) is var o && o >= overlap) (best, overlap) = (j, o);
            if (best < 0) continue;
            taken[best] = right[i][threshold] = true;
        }
    }

    /// <summary>The mean precision at 101 recalls, where precision at a recall is the best one at it or beyond.</summary>
    private static double Area(bool[] right, int objects)
    {
        var precision = new double[right.Length];
        var hits = new int[right.Length];
        for (int i = 0, sum = 0; i < right.Length; i++) precision[i] = (double)(hits[i] = sum += right[i] ? 1 : 0) / (i + 1);
        for (int i = right.Length - 2; i >= 0; i--) precision[i] = Math.Max(precision[i], precision[i + 1]);
        double area = 0;
        for (int r = 0, i = 0; r < Recalls; r++)
        {
            while (i < right.Length && (double)hits[i] / objects < r / (Recalls - 1.0)) i++;
            if (i < right.Length) area += precision[i];
        }
        return area / Recalls;
    }

    private static IEnumerable<Box> Boxes(Tensor x)
    {
        if (x.Rank != 2 || x.Shape[1] != 4) throw new ShapeMismatchException($"MeanAveragePrecision expects boxes [n, 4] but got {x.Shape}.");
        double[] v = x.ToDoubles();
        return Enumerable.Range(0, x.Shape[0]).Select(i => new Box(v[4 * i], v[4 * i + 1], v[4 * i + 2], v[4 * i + 3]));
    }

    private static double[] Column(Tensor x, Tensor boxes, string what) => x.Rank == 1 && boxes.Rank == 2 && x.Shape[0] == boxes.Shape[0] ? x.ToDoubles()
        : throw new ShapeMismatchException($"MeanAveragePrecision expects {what} [n] for boxes {boxes.Shape} but got {x.Shape}.");
}
