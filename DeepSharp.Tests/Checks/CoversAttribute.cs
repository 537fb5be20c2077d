using NUnit.Framework.Interfaces;

namespace DeepSharp.Tests;

/// <summary>Declares that a test checks ops, element-wise functions or layers; the test fails if it did not run <see cref="OpCheck"/> or <see cref="LayerCheck"/> on each of them.</summary>
/// <param name="types">Op records such as <c>SoftmaxOp</c>, or functions such as <c>TanhFn</c>, or layers such as <c>Dense</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CoversAttribute(params Type[] types) : Attribute, ITestAction
{
    /// <summary>What the test checks.</summary>
    public IReadOnlyList<Type> Types => types;

    /// <inheritdoc/>
    public ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public void BeforeTest(ITest test) => OpCoverage.Clear();

    /// <inheritdoc/>
    public void AfterTest(ITest test)
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed) return;
        var missing = types.Where(t => !OpCoverage.Checked.Contains(t)).Select(t => t.Name).ToArray();
        if (missing.Length > 0) Assert.Fail($"{test.FullName} says it covers {string.Join(", ", missing)} but did not run OpCheck or LayerCheck on it.");
    }
}
