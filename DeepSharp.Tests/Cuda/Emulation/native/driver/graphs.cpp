#include "graphs.h"

#include "statistics.h"
#include "status.h"

namespace emulation
{
static std::set<Graph*> graphs, executables;

static Graph* keep(std::set<Graph*>& owner, Graph graph)
{
    auto kept = new Graph(std::move(graph));
    owner.insert(kept);
    statistics.live_graphs++;
    return kept;
}

Graph* keep_graph(Graph graph) { return keep(graphs, std::move(graph)); }

static int destroy(std::set<Graph*>& owner, void* handle, const char* call)
{
    return release_in_context(call, [&]() -> int {
        auto found = owner.find(static_cast<Graph*>(handle));
        if (found == owner.end())
            return refuse(InvalidHandle, "%s: not a graph, or destroyed before", call);
        int status = sticky_status() ? int(Success) : drain_all(); // launches still queued hold the graph
        delete *found;
        owner.erase(found);
        statistics.live_graphs--;
        return status;
    });
}

EMULATED_API int cuGraphDestroy(void* graph) { return destroy(graphs, graph, "cuGraphDestroy"); }
EMULATED_API int cuGraphExecDestroy(void* graph) { return destroy(executables, graph, "cuGraphExecDestroy"); }

EMULATED_API int cuGraphInstantiateWithFlags(void** executable, void* handle, unsigned long long)
{
    return enter_context("cuGraphInstantiate", [&]() -> int {
        auto found = graphs.find(static_cast<Graph*>(handle));
        if (found == graphs.end())
            return refuse(InvalidHandle, "cuGraphInstantiate: not a graph");
        *executable = keep(executables, **found);
        return Success;
    });
}

EMULATED_API int cuGraphGetNodes(void* handle, void** nodes, size_t* count)
{
    return enter([&]() -> int {
        auto found = graphs.find(static_cast<Graph*>(handle));
        if (found == graphs.end())
            return refuse(InvalidHandle, "cuGraphGetNodes: not a graph");
        if (nodes)
            return refuse(NotSupported, "cuGraphGetNodes: the emulation only counts nodes");
        *count = (*found)->work.size();
        return Success;
    });
}

EMULATED_API int cuGraphUpload(void* handle, void* stream)
{
    return enter([&]() -> int {
        if (!executables.count(static_cast<Graph*>(handle)) || !find_stream(stream))
            return refuse(InvalidHandle, "cuGraphUpload: not a graph and a stream");
        return Success;
    });
}

EMULATED_API int cuGraphLaunch(void* handle, void* stream)
{
    return enter_context("cuGraphLaunch", [&]() -> int {
        auto found = executables.find(static_cast<Graph*>(handle));
        if (found == executables.end())
            return refuse(InvalidHandle, "cuGraphLaunch: not an executable graph");
        Graph* graph = *found;
        statistics.graph_launches++;
        return submit(find_stream(stream), [graph] {
            for (const Work& work : graph->work)
                if (int status = work())
                    return status;
            return int(Success);
        });
    });
}

/// CUgraphExecUpdateResultInfo.
struct UpdateResult
{
    int result;
    void *error_node, *error_from_node;
};

/// Takes over the other graph's work where the number of nodes is the same; otherwise reports a changed topology.
EMULATED_API int cuGraphExecUpdate_v2(void* executable, void* graph, UpdateResult* info)
{
    return enter([&]() -> int {
        auto target = executables.find(static_cast<Graph*>(executable)), source = graphs.find(static_cast<Graph*>(graph));
        if (target == executables.end() || source == graphs.end())
            return refuse(InvalidHandle, "cuGraphExecUpdate: not an executable graph and a graph");
        bool same = (*target)->work.size() == (*source)->work.size();
        *info = {same ? 0 : 2, nullptr, nullptr};
        if (!same)
            return refuse(910, "cuGraphExecUpdate: %zu nodes instead of %zu", (*source)->work.size(), (*target)->work.size());
        (*target)->work = (*source)->work;
        return Success;
    });
}
}
