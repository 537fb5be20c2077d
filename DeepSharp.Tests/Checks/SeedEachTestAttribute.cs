using NUnit.Framework.Interfaces;

[assembly: DeepSharp.Tests.SeedEachTest]

namespace DeepSharp.Tests;

/// <summary>Sets the global seed before each test, so that no test depends on chance or on which ran before it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SeedEachTestAttribute : TestActionAttribute
{
    /// <inheritdoc/>
    public override ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public override void BeforeTest(ITest test) => Seeds.Set(1);
}
