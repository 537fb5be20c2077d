using System.Text.RegularExpressions;

namespace DeepSharp;

/// <summary>Muon: momentum whose matrix is made orthogonal, for the hidden layers' kernels; AdamW for everything else.</summary>
/// <remarks>
/// Matrices: m ← momentum · m + g; u = orthogonal(g + momentum · m); w ← w − lr · √max(rows, columns) · rmsRate · u. The orthogonal matrix is
/// approximated by the iteration x ← a · x + (b · x · xᵀ + c · (x · xᵀ)²) · x from x = u / ‖u‖.
/// Variables that are no matrices, embeddings, and what <c>excludeLayers</c> names follow <see cref="Adam"/>; name the output layer there.
/// Slots: momentum, and velocity for Adam's variables. Sources: K. Jordan 2024; J. Liu and others 2025 (rmsRate).
/// </remarks>
/// <param name="learningRate">Step length; 0.001 if not given.</param>
/// <param name="adamBeta1">β₁ of Adam.</param>
/// <param name="adamBeta2">β₂ of Adam.</param>
/// <param name="adamWeightDecay">Decoupled weight decay of Adam's variables; null for none.</param>
/// <param name="epsilon">ε of Adam.</param>
/// <param name="weightDecay">Decoupled weight decay of the matrices.</param>
/// <param name="excludeLayers">Regular expressions; variables whose path has a match follow Adam.</param>
/// <param name="excludeEmbeddings">Whether variables with "embedding" in their path follow Adam.</param>
/// <param name="muonA">a of the iteration.</param>
/// <param name="muonB">b of the iteration.</param>
/// <param name="muonC">c of the iteration.</param>
/// <param name="adamLrRatio">Adam's learning rate as a part of the other.</param>
/// <param name="momentum">How much of the last direction is kept, 0 to 1.</param>
/// <param name="nsSteps">Steps of the iteration, 1 or more.</param>
/// <param name="nesterov">Whether the gradient is taken ahead; otherwise u = orthogonal(m).</param>
/// <param name="rmsRate">The root mean square of an update, so that learning rates are those of Adam; null leaves u as it is.</param>
[Configurable]
public sealed partial class Muon(
    [NotConfig] LearningRate? learningRate = null, [ConfigKey("adam_beta_1")] double adamBeta1 = 0.9, [ConfigKey("adam_beta_2")] double adamBeta2 = 0.999,
    double? adamWeightDecay = 0.004, double epsilon = 1e-7, [NotConfig] double weightDecay = 0.004,
    [DefaultsTo("[]")] IReadOnlyList<string>? excludeLayers = null, bool excludeEmbeddings = true, double muonA = 3.4445,
    double muonB = -4.775, double muonC = 2.0315, double adamLrRatio = 1, double momentum = 0.95, int nsSteps = 5, bool nesterov = true, double? rmsRate = 0.2)
    : Optimizer(learningRate ?? 0.001, weightDecay)
{
    private static readonly string[] s_adamSlots = ["momentum", "velocity"];

    private readonly AdamOp _adam = new(adamBeta1, adamBeta2, epsilon);

    /// <summary>Steps of the iteration, 1 or more.</summary>
    public int NsSteps { get; } = nsSteps > 0 ? nsSteps : throw new InvalidValueException($"Muon: nsSteps must be 1 or more, got {nsSteps}.");

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (var v in variables) AddSlots([v], FollowsAdam(v) ? s_adamSlots : ["momentum"]);
    }

    /// <inheritdoc/>
    protected override Tensor[] Scalars(Tensor learningRate, Tensor step) => [learningRate, _adam.Alpha(learningRate * AdamLrRatio, step)];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Tensor[] scalars)
    {
        if (FollowsAdam(variable))
        {
            _adam.Assign(variable, gradient, Slots(variable, s_adamSlots), scalars[1]);
            return;
        }
        var slot = Slot(variable, "momentum");
        var m = slot.Value * Momentum + gradient;
        var update = Orthogonal(Nesterov ? gradient + m * Momentum : m);
        double size = RmsRate is { } rate ? rate * Math.Sqrt(Math.Max(variable.Shape[0], variable.Shape[1])) : 1;
        variable.Assign(variable.Value - update * (scalars[0] * size));
        slot.Assign(m);
    }

    private protected override double? DecayOf(Variable variable) => FollowsAdam(variable) ? AdamWeightDecay : WeightDecay;

    /// <summary>Whether a variable is updated by Adam's rule.</summary>
    private bool FollowsAdam(Variable variable)
    {
        string path = PathOf(variable);
        return variable.Shape.Rank != 2 || ExcludeEmbeddings && path.Contains("embedding", StringComparison.OrdinalIgnoreCase)
            || ExcludeLayers.Any(pattern => Regex.IsMatch(path, pattern, RegexOptions.CultureInvariant));
    }

    /// <summary>Nearly the orthogonal matrix of the same singular vectors, by Newton and Schulz's iteration over the shorter side.</summary>
    private Tensor Orthogonal(Tensor x)
    {
        bool tall = x.Shape[0] > x.Shape[1];
        if (tall) x = x.Transpose();
        x /= x.Square().Sum().Sqrt() + 1e-7;
        for (int i = 0; i < NsSteps; i++)
        {
            var a = x.MatMul(x.Transpose());
            x = x * MuonA + (a * MuonB + a.MatMul(a) * MuonC).MatMul(x);
        }
        return tall ? x.Transpose() : x;
    }
}
