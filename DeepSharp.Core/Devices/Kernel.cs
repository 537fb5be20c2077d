namespace DeepSharp;

/// <summary>The code that runs one op on one backend. Instances may keep scratch state and belong to one program step or one thread at a time.</summary>
public abstract class Kernel
{
    /// <summary>Computes <paramref name="outputs"/> (bound to storage, dense) from <paramref name="inputs"/>.</summary>
    public abstract void Run(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs);

    /// <summary>Whether an input may be a strided view; where not, the engine hands over a dense copy.</summary>
    public virtual bool AcceptsStrided(Op op, int input) => false;

    /// <summary>Whether a view with this very layout may be an input; for kernels that take some strided views and not others.</summary>
    public virtual bool AcceptsStrided(Op op, int input, Tensor view) => AcceptsStrided(op, input);

    /// <summary>Whether an output may use the very storage of an input of the same size that is not needed afterwards.</summary>
    public virtual bool CanOverwrite(Op op, int input, int output) => false;

    /// <summary>Whether runs after the first do the same work in the same memory without waiting for the device, so that they may be recorded.</summary>
    public virtual bool CanRecord(Op op) => true;
}
