using DeepSharp.Layers;

namespace DeepSharp.Tests;

public sealed class IdentityLayerTests
{
    [Test]
    [Covers(typeof(Identity))]
    public void Identity_PassesLayerCheck()
    {
        LayerCheck.Run(() => new Identity(), [2, 3], [2, 3]);
    }
}
