// Connectionist temporal classification of logits x [batch, steps, classes] against labels [batch, width] and its gradient, in double and log space.
// State s of 2 n + 1 of a label of length n is a blank where s is even, else label s / 2; from a state a path stays, goes on by one, or by two where
// that leaves out a blank between different labels.
//   ctc_normalizers (a warp for each step of each sample): ln sum exp x over the classes
//   ctc_lattice (a block for each sample and direction): ln of the summed probability of all ways to each state, and from it to an end
//   ctc_gradient (a block for each step of each sample): (softmax(x) - how probable each class is there) * dy
// Labels and lengths that do not fit are reported as a fault, value = the kind, place = the sample; they are held within their
// ranges, so that nothing is read elsewhere.
#include "common/fault.cuh"
#include "common/indices.cuh"
#include "common/math.cuh"
#include "common/team.cuh"

enum CtcFault { LabelLength, LogitLength, Label, TooFewSteps };

struct CtcSample
{
    const void* labels;
    long long first;
    int length, steps, width, classes, blank;
    bool wide;

    __device__ __forceinline__ int states() const { return 2 * length + 1; }
    __device__ __forceinline__ long long label(int i) const { return read_integer(labels, wide, first + i); }

    // The class of a state.
    __device__ __forceinline__ int class_of(int state) const
    {
        if ((state & 1) == 0) return blank;
        long long k = label(state / 2);
        return k < 0 || k >= classes ? blank : (int)k;
    }

    __device__ __forceinline__ bool may_skip(int state) const { return (state & 1) == 1 && state > 1 && class_of(state) != class_of(state - 2); }
};

// Where the labels and lengths of a batch stand.
struct CtcBatch
{
    const void *labels, *label_lengths, *logit_lengths;
    bool wide_labels, wide_label_lengths, wide_logit_lengths;
    int width, steps, classes, blank;

    __device__ __forceinline__ static int held(long long n, int most) { return n < 0 ? 0 : n > most ? most : (int)n; }

    __device__ __forceinline__ CtcSample sample(int i) const
    {
        return {labels, (long long)i * width, held(read_integer(label_lengths, wide_label_lengths, i), width),
            held(read_integer(logit_lengths, wide_logit_lengths, i), steps), width, classes, blank, wide_labels};
    }

    // Reports the first thing that is wrong with a sample.
    __device__ __forceinline__ void check(int i, long long* faults) const
    {
        long long length = read_integer(label_lengths, wide_label_lengths, i), count = read_integer(logit_lengths, wide_logit_lengths, i);
        if (length < 0 || length > width) return report_fault(faults, LabelLength, i);
        if (count < 0 || count > steps) return report_fault(faults, LogitLength, i);
        long long needed = length, before = -1;
        for (int j = 0; j < length; j++)
        {
            long long k = read_integer(labels, wide_labels, (long long)i * width + j);
            if (k == blank || k < 0 || k >= classes) return report_fault(faults, Label, i);
            if (k == before) needed++;
            before = k;
        }
        if (needed > count) report_fault(faults, TooFewSteps, i);
    }
};

#define CTC_BATCH \
    const void *labels, const void *label_lengths, const void *logit_lengths, bool wide_labels, bool wide_label_lengths, bool wide_logit_lengths, \
    int width, int steps, int classes, int blank
#define CTC_BATCH_OF (CtcBatch{labels, label_lengths, logit_lengths, wide_labels, wide_label_lengths, wide_logit_lengths, width, steps, classes, blank})

__device__ __forceinline__ double minus_infinity() { return ds_limits<double>::lowest(); }

// ln (e^a + e^b).
__device__ __forceinline__ double join(double a, double b)
{
    double max = ds_max(a, b);
    return max == minus_infinity() ? max : max + log(exp(a - max) + exp(b - max));
}

template <typename T>
__device__ __forceinline__ void normalizers_of(const T* x, double* normalizers, long long rows, int classes)
{
    for (long long row = WarpTeam::first_row(); row < rows; row += WarpTeam::row_step())
    {
        double max = minus_infinity(), sum = 0;
        for (int k = WarpTeam::rank(); k < classes; k += WarpTeam::size()) max = ds_max(max, (double)x[row * classes + k]);
        max = WarpTeam::max(max);
        for (int k = WarpTeam::rank(); k < classes; k += WarpTeam::size()) sum += exp((double)x[row * classes + k] - max);
        sum = WarpTeam::sum(sum);
        if (WarpTeam::rank() == 0) normalizers[row] = max + log(sum);
    }
}

// alpha and beta are [batch, kept, 2 width + 1]; kept is steps + 1 where all are kept, else 2, used in turn. Row t + 1 of alpha includes step t, row t of
// beta leaves it out. Block (i, 0) goes forward and gives the total, block (i, 1) backward.
template <typename T>
__device__ __forceinline__ void lattice(
    const T* x, const CtcBatch& batch, const double* normalizers, double* alpha, double* beta, double* totals, T* loss, int kept, long long* faults)
{
    int i = blockIdx.x;
    bool forward = blockIdx.y == 0;
    CtcSample sample = batch.sample(i);
    if (forward && threadIdx.x == 0) batch.check(i, faults);
    int states = sample.states(), line = 2 * batch.width + 1;
    double* rows = (forward ? alpha : beta) + (long long)i * kept * line;
    long long first = (long long)i * batch.steps;
    if (forward)
        for (int s = threadIdx.x; s < states; s += blockDim.x) rows[s] = s == 0 ? 0 : minus_infinity();
    else
        for (int s = threadIdx.x; s < states; s += blockDim.x) rows[(long long)(sample.steps % kept) * line + s] = s >= states - 2 ? 0 : minus_infinity();
    __syncthreads();
    for (int n = 0; n < sample.steps; n++)
    {
        int t = forward ? n : sample.steps - 1 - n;
        const T* step = x + (first + t) * batch.classes;
        double normalizer = normalizers[first + t];
        const double* from = rows + (long long)((forward ? t : t + 1) % kept) * line;
        double* to = rows + (long long)((forward ? t + 1 : t) % kept) * line;
        for (int s = threadIdx.x; s < states; s += blockDim.x)
        {
            if (forward)
            {
                double sum = from[s];
                if (s > 0) sum = join(sum, from[s - 1]);
                if (sample.may_skip(s)) sum = join(sum, from[s - 2]);
                to[s] = sum + (double)step[sample.class_of(s)] - normalizer;
            }
            else
            {
                double sum = from[s] + (double)step[sample.class_of(s)] - normalizer;
                if (s + 1 < states) sum = join(sum, from[s + 1] + (double)step[sample.class_of(s + 1)] - normalizer);
                if (s + 2 < states && sample.may_skip(s + 2)) sum = join(sum, from[s + 2] + (double)step[sample.class_of(s + 2)] - normalizer);
                to[s] = sum;
            }
        }
        __syncthreads();
    }
    if (!forward || threadIdx.x != 0) return;
    const double* end = rows + (long long)(sample.steps % kept) * line;
    double total = states == 1 ? end[0] : join(end[states - 1], end[states - 2]);
    totals[i] = total;
    if (loss) loss[i] = (T)-total;
}

// The first state of a class adds up those of all its states, in their order.
template <typename T>
__device__ __forceinline__ void gradient(
    const T* x, const CtcBatch& batch, const double* normalizers, const double* alpha, const double* beta, const double* totals, const T* dy, T* dx)
{
    long long row = blockIdx.x;
    int i = (int)(row / batch.steps), t = (int)(row % batch.steps), line = 2 * batch.width + 1;
    CtcSample sample = batch.sample(i);
    const T* step = x + row * batch.classes;
    T* to = dx + row * batch.classes;
    bool counts = t < sample.steps;
    double normalizer = normalizers[row], arriving = (double)dy[i], total = totals[i];
    for (int k = threadIdx.x; k < batch.classes; k += blockDim.x) to[k] = counts ? (T)(exp((double)step[k] - normalizer) * arriving) : (T)0;
    __syncthreads();
    if (!counts) return;
    const double* here = alpha + ((long long)i * (batch.steps + 1) + t + 1) * line;
    const double* on = beta + ((long long)i * (batch.steps + 1) + t + 1) * line;
    // The label of state 0 is the blank, of which there are more states than of any other class: a warp for it.
    for (int s = threadIdx.x >> 5; s < sample.states(); s += blockDim.x >> 5)
    {
        int k = sample.class_of(s);
        bool is_first = s == 0 || (s & 1) == 1;
        for (int before = 1 + 2 * ds_lane_id(); is_first && s > 0 && before < s; before += 2 * DS_WARP)
            if (sample.class_of(before) == k) is_first = false;
        if (warp_reduce<ds_smallest>((int)is_first) == 0) continue;
        double share = 0;
        for (int other = s + 2 * ds_lane_id(); other < sample.states(); other += 2 * DS_WARP)
            if (sample.class_of(other) == k) share += exp(here[other] + on[other] - total);
        share = warp_sum(share);
        if (ds_lane_id() == 0) to[k] = (T)((exp((double)step[k] - normalizer) - share) * arriving);
    }
}

#define CTC(T, suffix) \
    extern "C" __global__ void ctc_normalizers_##suffix(const T* x, double* normalizers, long long rows, int classes) \
    { \
        normalizers_of<T>(x, normalizers, rows, classes); \
    } \
    extern "C" __global__ void ctc_lattice_##suffix( \
        const T* x, CTC_BATCH, const double* normalizers, double* alpha, double* beta, double* totals, T* loss, int kept, long long* faults) \
    { \
        lattice<T>(x, CTC_BATCH_OF, normalizers, alpha, beta, totals, loss, kept, faults); \
    } \
    extern "C" __global__ void ctc_gradient_##suffix( \
        const T* x, CTC_BATCH, const double* normalizers, const double* alpha, const double* beta, const double* totals, const T* dy, T* dx) \
    { \
        gradient<T>(x, CTC_BATCH_OF, normalizers, alpha, beta, totals, dy, dx); \
    }

DS_FOR_WIDE_FLOATS(CTC)
