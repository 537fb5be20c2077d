using System.Text;

namespace DeepSharp.Tests.Catalogue;

/// <summary><c>docs/optimizers.md</c> is made of the documentation of optimizers, schedules, initializers, regularizers and constraints.</summary>
public sealed class OptimizerListTests
{
    private static readonly DocPage s_models = new("DeepSharp.Models"), s_layers = new("DeepSharp.Layers");

    [Test]
    public void OptimizersPage_IsUpToDate() => DocPage.Check("optimizers.md", Write());

    private static string Write()
    {
        var page = new StringBuilder("# Optimizers, initializers, regularizers, constraints\n\nMade from the documentation in `DeepSharp.Models/Optimizers` and "
            + "`DeepSharp.Layers`; do not edit. Everything here is found by its class name in any spelling, for example `\"adam\"` or `\"glorot_uniform\"`.\n");
        Append<Optimizer>(page, "Optimizers", "optimizer", s_models);
        page.Append("\nEvery update rule also takes `weightDecay`, `clipnorm`, `clipvalue`, `globalClipnorm`, `useEma`, `emaMomentum`, `emaOverwriteFrequency`, "
            + "`lossScaleFactor`, `gradientAccumulationSteps` and `name`.\n");
        CatalogueTable.Append(page, "All data at once", ["class", "what it does"], s_models, [(CatalogueTable.Constructor(typeof(LBFGS), nameof(LBFGS)),
            typeof(LBFGS), [])]);
        Append<LearningRateSchedule>(page, "Schedules", "schedule", s_models);
        Append<Initializer>(page, "Initializers", "initializer", s_layers);
        Append<Regularizer>(page, "Regularizers", "regularizer", s_layers);
        Append<Constraint>(page, "Constraints", "constraint", s_layers);
        return page.ToString();
    }

    private static void Append<TKind>(StringBuilder page, string heading, string column, DocPage docs) =>
        CatalogueTable.Append(page, heading, [column, "what it does", "also found as"], docs,
            ConfigRegistry.All.Where(t => t.Kind == typeof(TKind) && t.Type.Assembly == typeof(TKind).Assembly).OrderBy(t =>
                t.ClassName, StringComparer.Ordinal)
                .Select(t => (CatalogueTable.Constructor(t.Type, t.ClassName), t.Type, new[] { string.Join(", ", t.Aliases.Select(a => $"`{a}`")) })));
}
