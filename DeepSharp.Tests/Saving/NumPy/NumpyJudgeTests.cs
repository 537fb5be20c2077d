using DeepSharp.Tests.Data;
using DeepSharp.Tests.Saving.Onnx;

namespace DeepSharp.Tests.Saving.NumPy;

/// <summary>numpy itself reads what is written here, and what it writes is read.</summary>
public sealed class NumpyJudgeTests
{
    private const string Reader = """
        import sys, numpy as np
        folder = sys.argv[1]
        def tell(name, a):
            print(name, a.dtype.str, a.shape, [float(v) for v in a.flatten().astype('f8')])
        for name in ('plain', 'deflated'):
            with np.load(f'{folder}/{name}.npz', allow_pickle=False) as all:
                for key in all.files: tell(key, all[key])
        tell('one', np.load(f'{folder}/one.npy', allow_pickle=False))
        tell('mapped', np.load(f'{folder}/one.npy', mmap_mode='r'))
        """;

    private const string Writer = """
        import sys, numpy as np
        folder = sys.argv[1]
        arrays = {}
        for code in 'b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8'.split():
            for order in '<>':
                for layout in 'CF':
                    a = (np.arange(24) % 7 - (2 if code[0] in 'if' else 0)).reshape(2, 3, 4).astype(order + code)
                    arrays[f'{code}{layout}{"b" if order == ">" else "l"}'] = np.array(a, order=layout)
        arrays['scalar'], arrays['empty'], arrays['line'] = np.float32(1.5), np.zeros((3, 0, 2), 'f8'), np.arange(5)
        np.savez(f'{folder}/plain.npz', **arrays)
        np.savez_compressed(f'{folder}/deflated.npz', **arrays)
        for name, a in arrays.items():
            for version in (1, 2, 3):
                with open(f'{folder}/{name}-{version}.npy', 'wb') as f: np.lib.format.write_array(f, np.asanyarray(a), version=(version, 0))
        np.save(f'{folder}/objects.npy', np.array([{}, 'x'], dtype=object), allow_pickle=True)
        np.savez_compressed(f'{folder}/zeros.npz', zeros=np.zeros((2000, 1000)))
        """;

    [Test]
    public void Save_EveryType_IsReadByNumpy()
    {
        using var folder = new TemporaryFolder();
        var all = Enum.GetValues<DType>().ToDictionary(d => d.KerasName, d => Tensor.Arange(6).Reshape([2, 3]).Cast(d));
        all["scalar"] = Tensor.Scalar(2.5);
        all["line"] = Tensor.Arange(3, 5);
        NumpyFile.SaveAll(folder.File("plain.npz"), all);
        NumpyFile.SaveAll(folder.File("deflated.npz"), all, compress: true);
        NumpyFile.Save(folder.File("one.npy"), all["float32"].Transpose());
        string numbers = "(2, 3) [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]", turned = "<f4 (3, 2) [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]";
        string[] arrays =
        [
            "bool |b1 (2, 3) [0.0, 1.0, 1.0, 1.0, 1.0, 1.0]", $"uint8 |u1 {numbers}", $"int32 <i4 {numbers}", $"int64 <i8 {numbers}", $"float16 <f2 {numbers}",
            $"bfloat16 <f4 {numbers}", $"float32 <f4 {numbers}", $"float64 <f8 {numbers}", "scalar <f8 () [2.5]", "line <f4 (2,) [3.0, 4.0]",
        ];
        string told = OutsideProgram.Python(Reader, "numpy", folder.Path);
        Assert.That(told.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo([.. arrays, .. arrays, $"one {turned}", $"mapped {turned}"]));
    }

    [Test]
    public void Load_WhatNumpyWrites_IsRead()
    {
        using var folder = new TemporaryFolder();
        OutsideProgram.Python(Writer, "numpy", folder.Path);
        Dictionary<string, Tensor> plain = NumpyFile.LoadAll(folder.File("plain.npz")), deflated = NumpyFile.LoadAll(folder.File("deflated.npz"));
        Assert.That(plain, Has.Count.EqualTo(12 * 4 + 3));
        Assert.That(deflated.Keys, Is.EqualTo(plain.Keys));
        foreach (var (name, value) in plain)
        {
            Close.Identical(name, [value], [deflated[name]]);
            for (int version = 1; version <= 3; version++) Close.Identical(name, [value], [NumpyFile.Load(folder.File($"{name}-{version}.npy"))]);
            if (value.Shape != new Shape(2, 3, 4)) continue;
            var expected = Enumerable.Range(0, 24).Select(i => (double)(i % 7 - (name[0] is 'i' or 'f' ? 2 : 0))).Select(v => name[0] == 'b' && v != 0 ? 1 : v);
            Assert.That(value.ToDoubles(), Is.EqualTo(expected), name);
            Assert.That(value.DType, Is.EqualTo(name[..2] switch
            {
                "b1" => DType.Bool,
                "u1" => DType.UInt8,
                "i1" or "i2" or "u2" or "i4" => DType.Int32,
                "u4" or "i8" or "u8" => DType.Int64,
                "f2" => DType.Float16,
                "f4" => DType.Float32,
                _ => DType.Float64,
            }), name);
        }
        Assert.That((plain["scalar"].Shape, plain["scalar"].Item(), plain["empty"].Shape), Is.EqualTo((Shape.Scalar, 1.5, new Shape(3, 0, 2))));
        Assert.That(() => NumpyFile.Load(folder.File("objects.npy")), Throws.TypeOf<ModelFileException>().With.Message.Contains("it holds Python objects as a pickle"));
        Assert.That(NumpyFile.LoadAll(folder.File("zeros.npz"))["zeros"].Shape, Is.EqualTo(new Shape(2000, 1000)));
    }
}
