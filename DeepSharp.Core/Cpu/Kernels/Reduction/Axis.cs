namespace DeepSharp.Cpu;

/// <summary>Neighbouring axes that are all reduced or all kept, as one axis.</summary>
/// <param name="Length">The product of their lengths.</param>
/// <param name="Reduced">Whether they are reduced.</param>
internal readonly record struct Axis(long Length, bool Reduced)
{
    /// <summary>A shape as alternating kept and reduced groups, outermost first; axes of length one are left out.</summary>
    public static List<Axis> Groups(Shape shape, Axes over, string who)
    {
        int[] axes = over.Resolve(shape, who);
        var groups = new List<Axis>();
        for (int i = 0; i < shape.Rank; i++)
        {
            if (shape[i] == 1) continue;
            bool reduced = Array.IndexOf(axes, i) >= 0;
            if (groups.Count > 0 && groups[^1].Reduced == reduced) groups[^1] = new(groups[^1].Length * shape[i], reduced);
            else groups.Add(new(shape[i], reduced));
        }
        return groups;
    }
}
