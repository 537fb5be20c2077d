namespace DeepSharp.Layers;

/// <summary>Runs a cell over sequences, one time step after the other.</summary>
/// <remarks>
/// [batch, time, …] → [batch, …], or [batch, time, …] with returnSequences. A masked step leaves the states as they are, and its output
/// is the one before it again. For several cells on top of each other see <see cref="StackedRNNCells"/>, for cells of your own
/// <see cref="RecurrentCell"/>. Keras nests the states of stacked cells; here they are one list.
/// </remarks>
/// <param name="cell">What happens at one step.</param>
/// <param name="returnSequences">Whether the outputs of all time steps are given, [batch, time, …], and not only the last.</param>
/// <param name="returnState">Whether the states after the last step are given too.</param>
/// <param name="goBackwards">Whether time runs from the last step to the first; the outputs stand in this order too.</param>
/// <param name="stateful">Whether each batch begins with the states the batch before ended with; needs a fixed batch size.</param>
/// <param name="unroll">Accepted for Keras' sake; a scan runs either way, with the same results.</param>
/// <param name="zeroOutputForMask">Whether the output of a masked step is zero, and not the one before it again.</param>
[Layer]
[UnusedKey("time_major", false)]
public sealed partial class RNN(
    RecurrentCell cell, bool returnSequences = false, bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false,
    bool zeroOutputForMask = false)
    : RecurrentLayer(cell, returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask);
