using DeepSharp.Metrics;

namespace DeepSharp.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    private static readonly Tensor s_scores = new float[,] { { 0.7f, 0.2f, 0.1f }, { 0.1f, 0.2f, 0.7f }, { 0.3f, 0.4f, 0.3f }, { 0, 1, 0 } };

    [Test]
    public void Update_LabelsOrOneHot_CountEachPair()
    {
        foreach (var labels in new[] { Tensor.From([0, 1, 1, 1]), Tensor.From([0, 1, 1, 1], [4, 1]), Tensor.From([0, 1, 1, 1]).OneHot(3) })
        {
            var matrix = new ConfusionMatrix(3);
            matrix.Update(labels, s_scores);
            Assert.That(matrix.Result().ToFloats(), Is.EqualTo(new float[] { 1, 0, 0, 0, 2, 1, 0, 0, 0 }));
            matrix.Update(labels, s_scores, new float[] { 0.5f, 0, 0, 2 });
            Assert.That(matrix.Result().ToFloats(), Is.EqualTo(new float[] { 1.5f, 0, 0, 0, 4, 1, 0, 0, 0 }));
        }
    }

    [Test]
    public void Table_Names_PrintsRowsAndRecall()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Update(Tensor.From([0, 1, 1, 1]), s_scores);
        var table = matrix.Table(["cat", "horse", "ox"]);
        Assert.That(table.ToString(), Is.EqualTo(
            "label \\ predicted  cat  horse  ox  recall\n" +
            "cat                  1      0   0  1.0000\n" +
            "horse                0      2   1  0.6667\n" +
            "ox                   0      0   0  0.0000"));
        Assert.That((table.Accuracy, table[1, 2], matrix.Table().Names[2]), Is.EqualTo((0.75, 1.0, "2")));
        Assert.That(() => matrix.Table(["a"]), Throws.TypeOf<InvalidValueException>().With.Message.EqualTo("The confusion matrix has 3 classes but got 1 names."));
    }

    [Test]
    public void Update_BadInput_SaysWhat()
    {
        var matrix = new ConfusionMatrix(3);
        Assert.That(() => matrix.Update(Tensor.From([0, 1, 3, 1]), s_scores), Throws.TypeOf<InvalidValueException>()
            .With.Message.Contains("label 3 at [2] is outside the 3 classes"));
        Assert.That(() => matrix.Update(Tensor.From([0, 1]), Tensor.Eye(2)), Throws.TypeOf<ShapeMismatchException>().With.Message.Contains("ConfusionMatrix(3) expects"));
        Assert.That(() => new ConfusionMatrix(0), Throws.TypeOf<InvalidValueException>());
    }

    [Test]
    public void Update_InProgram_EqualsEagerAndDoesNotAllocate()
    {
        var (eager, traced) = (new ConfusionMatrix(3), new ConfusionMatrix(3));
        var labels = Tensor.From([0, 1, 1, 2]);
        var program = Program.Compile(Device.Cpu, [labels.Spec, s_scores.Spec], x =>
        {
            traced.Update(x[0], x[1]);
            return [];
        });
        for (int i = 0; i < 2; i++)
        {
            eager.Update(labels, s_scores);
            program.Run(labels, s_scores);
        }
        Assert.That(traced.Result().ToFloats(), Is.EqualTo(eager.Result().ToFloats()));
        ProgramCheck.NoAllocation("confusion matrix", program, [labels, s_scores]);
    }
}
