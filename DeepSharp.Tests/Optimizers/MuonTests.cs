namespace DeepSharp.Tests;

public class MuonTests
{
    [Test]
    public void Build_EmbeddingsExcludedAndOthers_HaveAdamsSlots()
    {
        Variable Matrix(string name) => new(Tensor.Ones([2, 3]), name);
        var optimizer = new Muon(excludeLayers: ["^head"]);
        optimizer.Build([Matrix("dense/kernel"), Matrix("token_Embedding/embeddings"), Matrix("head/kernel"), new(Tensor.Ones([3]), "bias"), new(Tensor.Ones([1,
            1, 2, 2]), "conv")]);
        Assert.That(optimizer.Variables.Skip(2).Select(v => v.Name), Is.EqualTo((string[])
        [
            "dense_kernel_momentum", "token_Embedding_embeddings_momentum", "token_Embedding_embeddings_velocity", "head_kernel_momentum",
                "head_kernel_velocity",
            "bias_momentum", "bias_velocity", "conv_momentum", "conv_velocity",
        ]));
    }

    [Test]
    public void Apply_Matrix_MovesByANearlyOrthogonalMatrix()
    {
        var w = new Variable(Tensor.Zeros([2, 2]));
        new Muon(1.0, rmsRate: null, nesterov: false, weightDecay: 0).Apply([Tensor.From(new float[,] { { 3, 0 }, { 0, 0.1f } })], [w]);
        var step = w.Value.ToDoubles();
        Assert.That((step[1], step[2]), Is.EqualTo((0.0, 0.0)));
        Assert.That(new[] { -step[0], -step[3] }, Is.All.InRange(0.6, 1.3), "both singular values come near 1, however far apart they were");
    }

    [Test]
    public void Constructor_NoSteps_Throws() => Assert.That(() => new Muon(nsSteps: 0),
        Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("Muon: nsSteps must be 1 or more, got 0."));
}
