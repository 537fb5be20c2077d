#include "interpreter.h"

#include <algorithm>
#include <cstring>

#include "../driver/statistics.h"
#include "../driver/status.h"
#include "code.h"

namespace emulation
{
class InterpretedKernel final : public Kernel
{
public:
    explicit InterpretedKernel(PtxCode code) : _code(std::move(code)) {}

    const std::string& name() const override { return _code.name; }
    const ParameterLayout& parameters() const override { return _code.parameters; }

    int run(const Launch& launch) override
    {
        statistics.interpreted_launches++;
        auto threads = static_cast<int>(launch.block.count());
        size_t groups = _code.has_barrier ? static_cast<size_t>((threads + group_lanes - 1) / group_lanes) : 1;
        prepare_frames(groups);
        std::vector<char> shared(_code.shared_bytes + launch.shared_bytes);
        PtxBlock block{&_code, &launch, {}, shared.data(), static_cast<uint32_t>(shared.size())};
        _groups.resize(groups);
        try
        {
            for (unsigned z = 0; z < launch.grid.z; z++)
                for (unsigned y = 0; y < launch.grid.y; y++)
                    for (unsigned x = 0; x < launch.grid.x; x++)
                    {
                        block.index = {x, y, z};
                        std::fill(shared.begin(), shared.end(), '\xFF');
                        run_block(block, threads);
                    }
            return Success;
        }
        catch (const PtxFault& fault)
        {
            return fault.status;
        }
    }

private:
    /// Frames start as NaN, and hold the constants in every lane.
    void prepare_frames(size_t count)
    {
        while (_frames.size() < count)
        {
            auto frame = std::unique_ptr<char, void (*)(void*)>(static_cast<char*>(aligned_alloc(64, (_code.frame_bytes + 63) / 64 * 64)), free);
            memset(frame.get(), 0xFF, _code.frame_bytes);
            for (const ConstantOperand& constant : _code.constants)
                for (int lane = 0; lane < group_lanes; lane++)
                    memcpy(frame.get() + constant.place + lane * constant.bytes, &constant.bits, static_cast<size_t>(constant.bytes));
            _frames.push_back(std::move(frame));
        }
    }

    void run_block(PtxBlock& block, int threads)
    {
        if (!_code.has_barrier)
        {
            for (int first = 0; first < threads; first += group_lanes)
            {
                _groups[0].start(&block, _frames[0].get(), first, std::min(group_lanes, threads - first));
                _groups[0].run();
                check_finished();
            }
            return;
        }
        for (size_t i = 0; i < _groups.size(); i++)
        {
            int first = static_cast<int>(i) * group_lanes;
            _groups[i].start(&block, _frames[i].get(), first, std::min(group_lanes, threads - first));
        }
        do
            for (Group& group : _groups)
                group.run();
        while (release_barrier());
    }

    /// Lets the threads at the barrier go on when all that have not exited are there; false when all have exited.
    bool release_barrier()
    {
        int waiting = 0, place = -1;
        for (Group& group : _groups)
        {
            for (int lane = 0; lane < group.count; lane++)
            {
                if (group.states[lane] != LaneState::AtBarrier)
                    continue;
                group.at = group.places[lane] - 1; // the barrier itself
                if (place >= 0 && group.places[lane] != place)
                    group.fault(lane, LaunchFailed, "divergent barrier: threads of one block wait at different barriers");
                place = group.places[lane];
                waiting++;
            }
        }
        check_finished();
        for (Group& group : _groups)
            std::replace(group.states, group.states + group.count, LaneState::AtBarrier, LaneState::Running);
        return waiting > 0;
    }

    /// A lane left at a shuffle waits for lanes that never come.
    void check_finished()
    {
        for (Group& group : _groups)
            for (int lane = 0; lane < group.count; lane++)
                if (group.states[lane] == LaneState::AtShuffle)
                {
                    group.at = group.places[lane];
                    group.fault(lane, LaunchFailed, "deadlock: %d lanes wait at a shuffle for others of their warp", group.count_in(LaneState::AtShuffle));
                }
    }

    PtxCode _code;
    std::vector<std::unique_ptr<char, void (*)(void*)>> _frames;
    std::vector<Group> _groups;
};

std::unique_ptr<Kernel> interpreted_kernel(PtxCode code) { return std::make_unique<InterpretedKernel>(std::move(code)); }
}
