using System.Globalization;
using NUnit.Framework.Interfaces;

namespace DeepSharp.Tests;

/// <summary>Runs a test under a culture that writes 1,5 for one and a half; it needs no culture data on the machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CommaCultureAttribute : Attribute, ITestAction
{
    private CultureInfo _old = CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public void BeforeTest(ITest test)
    {
        _old = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator, comma.NumberFormat.PercentDecimalSeparator) = (",", ".", ",");
        CultureInfo.CurrentCulture = comma;
    }

    /// <inheritdoc/>
    public void AfterTest(ITest test) => CultureInfo.CurrentCulture = _old;
}
