namespace DeepSharp.Cpu;

/// <summary>Some rows at one time step.</summary>
/// <param name="First">The first row, in the batch.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="At">The first row in a sequence [time · batch, …].</param>
/// <param name="Before">The first row at the step before in such a sequence; negative at the first step, where the first states stand for it.</param>
/// <param name="Ahead">How many rows further the step stands that is done next; 0 for none.</param>
internal readonly record struct SequenceStep(int First, int Rows, long At, long Before, long Ahead)
{
    /// <summary>Where a state [.., units] before this step begins.</summary>
    public unsafe T* StateBefore<T>(T* first, T* sequence, int units) where T : unmanaged =>
        Before < 0 ? first + (long)First * units : sequence + Before * units;
}
