namespace DeepSharp.Cpu;

/// <summary>A position of a patch walk, advanced one by one without divisions.</summary>
internal struct PatchCursor
{
    public int Image, D, H, W;

    public static PatchCursor At(in PatchGrid grid, int index)
    {
        PatchCursor cursor;
        (index, cursor.W) = Math.DivRem(index, grid.W.Positions);
        (index, cursor.H) = Math.DivRem(index, grid.H.Positions);
        (cursor.Image, cursor.D) = Math.DivRem(index, grid.D.Positions);
        return cursor;
    }

    public void Advance(in PatchGrid grid)
    {
        if (++W < grid.W.Positions)
            return;
        W = 0;
        if (++H < grid.H.Positions)
            return;
        H = 0;
        if (++D < grid.D.Positions)
            return;
        D = 0;
        Image++;
    }
}
