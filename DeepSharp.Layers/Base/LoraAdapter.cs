namespace DeepSharp;

/// <summary>A change of low rank to a weight: alpha / rank · a · b, where only a and b are trained. They are at least float32, so that small changes are not lost.</summary>
/// <remarks>For a kernel [.., n] they are a [.., rank] and b [rank, n].</remarks>
internal sealed class LoraAdapter(Weight target, Weight a, Weight b, int rank, double alpha, Initializer first)
{
    public int Rank => rank;

    public double Alpha => alpha;

    public Weight A => a;

    public Weight B => b;

    /// <summary>The change, in the type that a and b are read in.</summary>
    public Tensor Change()
    {
        var change = a.Value.Reshape([Dim.Any, rank]).MatMul(b) * (alpha / rank);
        return change.Reshape(target.Shape);
    }

    /// <summary>The change of the rows of a table that ids name.</summary>
    public Tensor ChangeOf(Tensor ids) => new GatherOp(0, FromEnd: false).Apply(a, ids).MatMul(b) * (alpha / rank);

    /// <summary>Starts anew with no change: a as at first, b zeros.</summary>
    public void Restart()
    {
        a.Assign(first.Create(a.Shape, a.DType));
        b.Assign(Tensor.Zeros(b.Shape, b.DType));
    }
}
