namespace DeepSharp;

public partial class Model
{
    private readonly Lock _predicting = new();
    private ProgramPool? _prediction;

    /// <summary>One prediction step.</summary>
    /// <returns>The outputs.</returns>
    protected virtual Tensor[] PredictStep(Tensor[] x) => Forward(x, training: false).Outputs;

    /// <summary>The prediction steps traced so far, the most recently used first.</summary>
    internal IEnumerable<Program> PredictPrograms => _prediction?.Programs ?? [];

    /// <summary>Predicts one batch. Threads that ask the same model at once run programs of their own on the same weights; eager steps run one after
    /// another.</summary>
    private Tensor[] PredictBatch(Batch batch)
    {
        ProgramPool programs;
        lock (_predicting)
        {
            if (RunEagerly) return Array.ConvertAll(PredictStep(batch.X), y => y.Clone());
            programs = _prediction ?? Prediction(batch.X);
        }
        return programs.Run(batch.X);
    }

    private ProgramPool Prediction(Tensor[] x)
    {
        EnsureBuilt(x);
        return _prediction = new(PredictStep);
    }

    private void ForgetPrediction()
    {
        lock (_predicting) _prediction = null;
    }
}
