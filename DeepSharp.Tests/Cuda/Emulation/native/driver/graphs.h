/// Captured graphs and their executable copies.
#pragma once

#include "capture.h"

namespace emulation
{
/// Keeps a captured graph alive and returns its handle.
Graph* keep_graph(Graph graph);
}
