namespace DeepSharp.Cpu;

/// <summary>An optimizer's rule for one register of elements. The operations and their order are those of the op's composition.</summary>
internal interface IUpdateRule
{
    /// <summary>Computes the new variable and slots; slots the op does not have come in undefined and are not stored.</summary>
    void Step<V>(V rate, V g, ref V w, ref V s0, ref V s1, ref V s2) where V : struct, ILane<V>;
}

/// <summary>A rule that takes its hyper-parameters from an op.</summary>
internal interface IUpdateRule<TOp> : IUpdateRule
{
    /// <summary>Takes the hyper-parameters over.</summary>
    void Set(TOp op);
}
