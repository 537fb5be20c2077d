namespace DeepSharp;

/// <summary>How classes are told.</summary>
internal enum LabelKind
{
    /// <summary>One number from 0 to 1.</summary>
    Binary,

    /// <summary>The number of the class.</summary>
    ClassNumbers,

    /// <summary>One value for each class.</summary>
    OneHot,
}

/// <summary>Keras' rule for what "accuracy" and "crossentropy" mean.</summary>
internal static class LabelKinds
{
    /// <summary>Decides by the shapes of targets and predictions.</summary>
    public static LabelKind Of(Tensor yTrue, Tensor yPred)
    {
        if (yPred.Rank == 0 || yPred.Shape[^1] == 1) return LabelKind.Binary;
        return yTrue.Rank < yPred.Rank || yTrue.Shape[^1] == 1 ? LabelKind.ClassNumbers : LabelKind.OneHot;
    }
}
