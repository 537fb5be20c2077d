using System.Numerics;

namespace DeepSharp.Cpu;

/// <summary>Sums a row of pixels of few channels from the places of its taps in a product [source, tap, channel].</summary>
internal readonly unsafe struct NarrowRow<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements behind a product that are read with its last pixel.</summary>
    public const int Spare = 4;

    // Places of pixel w: those from number [w] of the list to number [w + 1].
    private readonly int* _first, _places;
    private readonly int _width, _channels;

    /// <param name="reach">What the taps of a pixel read.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="columns">Elements from one source to the next.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="room">Memory; see <see cref="Room"/>.</param>
    public NarrowRow(in TapReach reach, int width, int columns, int channels, int* room)
    {
        _first = room;
        _places = room + width + 1;
        (_width, _channels) = (width, channels);
        int n = 0;
        for (int w = 0; w < width; w++)
        {
            _first[w] = n;
            for (int tap = 0; tap < reach.Taps; tap++)
                if (reach.Source(w, tap) is var source and >= 0) _places[n++] = source * columns + tap * channels;
        }
        _first[width] = n;
    }

    /// <summary>Numbers that the lists need room for.</summary>
    public static long Room(int width, int taps) => width + 1L + (long)width * taps;

    /// <summary>Sums over rows of taps, each given by where its row of sources begins.</summary>
    public void Run(T** lines, int count, T* y)
    {
        if (_channels > 1 && _channels <= Wide128<T>.Count)
        {
            Vectors<Wide128<T>>(lines, count, y);
            return;
        }
        for (int w = 0; w < _width; w++)
        {
            for (int c = 0; c < _channels; c++)
            {
                T sum = T.Zero;
                for (int l = 0; l < count; l++)
                    for (int i = _first[w]; i < _first[w + 1]; i++) sum += lines[l][_places[i] + c];
                *y++ = sum;
            }
        }
    }

    // All channels of a pixel at once; what lies behind them belongs to the next tap and is dropped.
    private void Vectors<V>(T** lines, int count, T* y) where V : struct, ILane<V, T>
    {
        for (int w = 0; w < _width; w++, y += _channels)
        {
            V sum = V.Of(0);
            for (int l = 0; l < count; l++)
                for (int i = _first[w]; i < _first[w + 1]; i++) sum += V.Load(lines[l] + _places[i]);
            V.StorePart(sum, y, _channels);
        }
    }
}
