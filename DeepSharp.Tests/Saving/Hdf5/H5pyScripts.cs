namespace DeepSharp.Tests.Saving.Hdf5;

/// <summary>Python scripts that write and list HDF5 files.</summary>
internal static class H5pyScripts
{
    /// <summary>Prints, as JSON, all datasets (shape, type, checksum of the values in the type that tensors have) and attributes of a file.</summary>
    public const string List = """
        import h5py, hashlib, json, sys
        import numpy as np
        WIDER = {'int8': '<i4', 'int16': '<i4', 'uint16': '<i4', 'uint32': '<i8', 'uint64': '<i8'}
        def plain(v):
            if isinstance(v, h5py.Empty): return None
            if isinstance(v, bytes): return v.decode()
            if isinstance(v, np.ndarray): return [plain(x) for x in v.reshape(-1)]
            return v.item() if isinstance(v, np.generic) else v
        def describe(f):
            objects = {}
            def visit(name, o):
                entry = {'attrs': {k: plain(v) for k, v in o.attrs.items()}}
                if isinstance(o, h5py.Dataset) and o.shape is not None:
                    a = o[()]
                    a = np.asarray(a)
                    if o.attrs.get('dtype') == 'bfloat16': name_, a = 'bfloat16', a.view('<u2')
                    elif o.dtype.kind in 'OS': name_, a = 'text', None
                    else:
                        wide = WIDER.get(o.dtype.newbyteorder('=').name)
                        a = a.astype(wide) if wide else a.astype(a.dtype.newbyteorder('<'))
                        name_ = a.dtype.newbyteorder('=').name
                    entry.update(shape=list(o.shape), dtype=name_, sha1=None if a is None else hashlib.sha1(np.ascontiguousarray(a).tobytes()).hexdigest())
                    if a is None: entry['texts'] = plain(np.asarray(o.asstr()[()] if o.dtype.kind == 'O' else o[()]).reshape(-1))
                objects[name] = entry
            visit('', f)
            f.visititems(visit)
            return objects
        def show(path):
            with h5py.File(path, 'r') as f: print(json.dumps(describe(f)))
        """;

    /// <summary>Lists the file that is named.</summary>
    public const string ListFile = List + "\nshow(sys.argv[1])\n";

    /// <summary>Writes a file with everything that is read, in the format of the library version that is named, and lists it.</summary>
    public const string Everything = List + """

        path, libver, userblock = sys.argv[1], sys.argv[2], int(sys.argv[3])
        def ramp(shape, dtype): return (np.arange(int(np.prod(shape))) % 113).reshape(shape).astype(dtype)
        with h5py.File(path, 'w', libver=None if libver == 'default' else libver, userblock_size=userblock) as f:
            for t in ['i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8', '>i2', '>i4', '>u8', '>f4', '>f8', '>f2']:
                f['types/' + t.replace('>', 'be_')] = ramp((3, 5), t) - (0 if 'u' in t else 50)
            f['types/bool'] = np.array([[True, False, True]])
            f['types/scalar'] = np.float32(2.5)
            f['types/none'] = np.zeros((0, 3), 'f4')
            f['types/null'] = h5py.Empty('f4')
            f['types/fixed_text'] = np.array([b'ab', b'', b'abcd'])
            f.create_dataset('types/text', data=['Zürich', '', 'x' * 300], dtype=h5py.string_dtype())
            f.create_dataset('types/brain', data=ramp((4, 3), '<u2').view('V2')).attrs['dtype'] = 'bfloat16'
            f['types/named'] = np.dtype('f4')
            f.create_dataset('types/of_named', data=ramp((7,), 'f4'), dtype=f['types/named'])
            f['types/of_named'].attrs.create('a', 3.0, dtype=f['types/named'])
            del f['types/named']
            p = h5py.h5p.create(h5py.h5p.DATASET_CREATE); p.set_layout(h5py.h5d.COMPACT)
            d = h5py.h5d.create(f.id, b'compact', h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((6, 4)), p); d.write(h5py.h5s.ALL, h5py.h5s.ALL, ramp((6, 4),
                'f4'))
            p = h5py.h5p.create(h5py.h5p.DATASET_CREATE); p.set_chunk((5, 4)); p.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
            d = h5py.h5d.create(f.id, b'implicit', h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((12, 11)), p); d.write(h5py.h5s.ALL, h5py.h5s.ALL, ramp((12,
                11), 'f4'))
            full = dict(compression='gzip', shuffle=True, fletcher32=True)
            for kind, filters in dict(plain={}, gzip=dict(compression='gzip'), sum=dict(fletcher32=True), mixed=dict(shuffle=True), full=full).items():
                g = f.create_group('chunks_' + kind)
                g.create_dataset('single', data=ramp((9, 7), 'f4'), chunks=(9, 7), **filters)
                g.create_dataset('fixed', data=ramp((50, 33, 3), 'f8'), chunks=(7, 8, 2), **filters)
                g.create_dataset('pages', data=ramp((5000,), 'i2'), chunks=(3,), **filters)
                g.create_dataset('grows', data=ramp((500, 3), 'i4'), chunks=(7, 2), maxshape=(None, 3), **filters)
                g.create_dataset('grows_second', data=ramp((3, 500), 'i4'), chunks=(2, 7), maxshape=(5, None), **filters)
                g.create_dataset('grows_both', data=ramp((70, 80), 'f4'), chunks=(3, 4), maxshape=(None, None), **filters)
                g.create_dataset('may_grow', data=ramp((10, 9), 'f4'), chunks=(4, 4), maxshape=(21, 9), **filters)
                g.create_dataset('never', shape=(20, 3), dtype='f4', chunks=(4, 3), fillvalue=1.5, **filters)
                d = g.create_dataset('parts', shape=(40000,), dtype='i4', chunks=(4,), maxshape=(None,), fillvalue=-7, **filters)
                d[8:19] = 5; d[20000:20400] = ramp((400,), 'i4'); d[39990:] = 9
            f.create_dataset('unwritten', shape=(4, 3), dtype='f4', fillvalue=2.5)
            f.create_dataset('unwritten_zero', shape=(4, 3), dtype='f4')
            a = f.create_group('attributes').attrs
            a['text'] = 'Grüße'; a['bytes'] = np.bytes_(b'fixed'); a['none'] = ''
            a['texts'] = ['a', 'ß', ''] ; a['fixed_texts'] = np.array([b'layer_1', b'b'])
            a['int'] = 7; a['ints'] = np.arange(5, dtype='u1'); a['real'] = 0.25; a['halves'] = np.array([0.5, -2],
                'f2'); a['yes'] = True; a['no_value'] = h5py.Empty('f4')
            a['matrix'] = np.arange(6, dtype='>i4').reshape(2, 3)
            for i in range(60): a[f'n{i:03}' + 'x' * (i * 7)] = 'value ' * i
            if libver == 'latest': a['large'] = np.arange(20000, dtype='f8')
            else: a['large'] = np.arange(7000, dtype='f8')
            many = f.create_group('many')
            for i in range(3000): many[f'item_{i}' + '_' * (i % 40)] = np.int32(i) if i % 3 else np.zeros(0, 'f4')
            few = f.create_group('few', track_order=True)
            for n in 'zab': few.create_group(n).attrs['n'] = n
            f['hard'] = f['types/f4']; del f['hard']
            f['soft/to_group'] = h5py.SoftLink('/types'); f['soft/to_data'] = h5py.SoftLink('to_group/f4'); f['soft/dangling'] = h5py.SoftLink('/nowhere')
            f['soft/loop'] = h5py.SoftLink('/soft/pool'); f['soft/pool'] = h5py.SoftLink('loop')
            f['soft/outside'] = h5py.ExternalLink('other.h5', '/x')
        show(path)
        """;
}
